package io.podferry.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the simulating commands refuse, and what they say then. */
class SimulateCommandsTest {
    @TempDir private Path folder;

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(Object command, String... args) {
        CommandLine line = new CommandLine(command);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int exit = line.execute(args);
        return new Outcome(exit, out.toString(), err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --workload leaks --node-memory 1Mi        | 300 of 300 pods request more than a node of 1Mi has and would never run. Maybe give more --node-memory?
                    --workload recorded --pods 3              | --pods and --hours are for generated pods, not for those of --workload recorded. Maybe leave them out?
                    --workload leaks --trace x                | exactly one of --trace and --workload is needed
                    --workload leaks --pods 0                 | a workload has 1 to 1000000 pods and up to 1000 hours, not 0 and 8.0
                    --workload leaks --policy defualt         | unknown policy 'defualt'. Maybe 'default'?
                    """)
    void aComparisonThatMakesNoSenseIsRefused(String line, String told) {
        Outcome outcome = run(new SimulateCommand(), line.split(" ", -1));

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains(told).doesNotContain("Exception");
        assertThat(outcome.out()).isEmpty();
    }

    /** One pod of 1 GiB and one of 100: the smaller one is played, and the reader is told. */
    @Test
    void podsThatFitNowhereAreNamed() throws IOException {
        Path trace = folder.resolve("pods.csv");
        StringBuilder text = new StringBuilder("pod,class,time_seconds,memory_bytes\n");
        for (int second = 0; second < 120; second += 10) {
            text.append("small-1,small,%d,1073741824%n".formatted(second));
            text.append("large-1,large,%d,107374182400%n".formatted(second));
        }
        Files.writeString(trace, text);

        Outcome outcome =
                run(
                        new SimulateCommand(),
                        "--trace",
                        trace.toString(),
                        "--node-memory",
                        "10Gi",
                        "--nodes",
                        "1",
                        "--seeds",
                        "1",
                        "--policy",
                        "none");

        assertThat(outcome.err())
                .contains("1 of 2 pods request more than a node of 10Gi has and would never run");
        assertThat(outcome.exit()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --nodes 0          | a benchmark has 1 or more nodes, pods and minutes, not 0, 30000 and 60
                    --pods -1          | a benchmark has 1 or more nodes, pods and minutes, not 1000, -1 and 60
                    --minutes 0        | a benchmark has 1 or more nodes, pods and minutes, not 1000, 30000 and 0
                    --every 0          | samples must be 0.1 s or more apart, not PT0S
                    --policy defualt   | unknown policy 'defualt'. Maybe 'default'?
                    """)
    void aBenchmarkThatMakesNoSenseIsRefused(String line, String told) {
        Outcome outcome = run(new SimulateBenchCommand(), line.split(" ", -1));

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains(told).doesNotContain("Exception");
    }

    @Test
    void aSearchWithoutTrialsIsRefused() {
        Outcome outcome =
                run(new TuneCommand(), "--train", "a", "--validate", "b", "--evaluations", "0");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("--evaluations must be 1 or more, not 0");
    }
}
