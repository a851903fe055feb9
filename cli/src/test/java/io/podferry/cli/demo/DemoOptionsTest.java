package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.podferry.cli.policyfile.PolicyChoice;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoOptionsTest {
    private static final Duration LENGTH = Duration.ofSeconds(35);

    @Test
    void comparingPlaysNoneFirst() {
        DemoOptions options = DemoOptions.of(null, true, 7, 3, LENGTH);
        assertThat(options.policies())
                .extracting(PolicyChoice::text)
                .containsExactly("none", "default");
        assertThat(options.scenario().nodes()).hasSize(3);
        assertThat(options.scenario().duration()).isEqualTo(LENGTH);
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    defualt | false | 7  | 2  | 35 | unknown policy 'defualt'. Maybe 'default'?
                    none    | true  | 7  | 2  | 35 | --policy names 'none' too
                    none    | false | -1 | 2  | 35 | --seed must be between 0 and 9007199254740991, was -1
                    none    | false | 9007199254740992 | 2 | 35 | --seed must be between
                    none    | false | 7  | 1  | 35 | --nodes must be between 2 and 16, was 1
                    none    | false | 7  | 17 | 35 | --nodes must be between 2 and 16, was 17
                    none    | false | 7  | 2  | 4  | --duration must be between 5s and 1h, was 4s
                    """)
    void whatMakesNoSenseIsNamed(
            String policy, boolean compare, long seed, int nodes, long length, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DemoOptions.of(policy, compare, seed, nodes, Duration.ofSeconds(length)))
                .withMessageContaining(message);
    }

    @ParameterizedTest(name = "demo {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --policy defualt            | Maybe 'default'?
                    --nodes 1                   | --nodes must be between 2 and 16, was 1
                    --seed -3                   | --seed must be between
                    --seed many                 | many' is not a long
                    --fast                      | --fast needs --simulated
                    --json --plain              | exclude each other
                    --compare --policy none     | --policy names 'none' too
                    --duration soon             | is not a duration. Maybe you meant '35s' or '2m'?
                    --duration 1s               | --duration must be between
                    --simulatd                  | Unknown option
                    """)
    void aCommandLineThatMakesNoSenseEndsWithTwo(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new DemoCommand());
        line.setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
