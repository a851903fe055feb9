package io.podferry.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchOptionsTest {
    @ParameterizedTest(name = "bench {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    move --sizes 1Gx                | --sizes: not a data size: '1Gx'
                    move --sizes 0                  | a pod has more than 0
                    move --sizes 2048Gi             | at most 1024Gi, not 2048Gi
                    move --memory zero              | --memory is 'random' or 'compressible', was 'zero'
                    move --runs 0                   | --runs must be 1 or more, was 0
                    ramp --rates 0                  | a rate is 1 to 10000 MB/s, not 0
                    ramp --runs 0                   | --runs must be 1 or more, was 0
                    ramp --policy defualt           | Maybe 'default'?
                    agent --containers 0            | 1 to 240 containers
                    tick --nodes 10 --pods 5        | one pod per node
                    tick --policy defualt           | Maybe 'default'?
                    list --pods 0                   | --pods must be 1 to 1000000, was 0
                    list --pods 1000001             | --pods must be 1 to 1000000, was 1000001
                    """)
    void whatMakesNoSenseIsNamedBeforeAnythingIsStarted(String arguments, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new BenchCommand());
        line.setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
