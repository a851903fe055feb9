package io.podferry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What people type by mistake, and what they are told. */
class CommandLinesTest {
    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String... args) {
        CommandLine line = CommandLines.build(args);
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
            quoteCharacter = '"',
            textBlock =
                    """
                    ""                                       | a command is missing
                    local                                    | a command is missing behind 'local'
                    locla up                                 | no command 'locla'. Maybe 'local'?
                    local upp                                | no command 'upp'. Maybe 'up'?
                    local up --nods 2                        | unknown option '--nods'. Maybe '--nodes'?
                    local up --nodes two                     | 'two' is not an int
                    local up --nodes 0                       | --nodes must be 1 to 200, but is 0
                    local up --memory 1Gx                    | not a data size: '1Gx'. Maybe you meant '512Mi' or '2Gi'?
                    local up --memory -1Gi                   | not a data size: '-1Gi'
                    local up --nodes 3 --memory 1Gi,2Gi      | --memory lists 2 sizes for --nodes 3
                    local run web                            | Missing required argument (specify one of these)
                    local run web --rootfs / --bundle /b     | mutually exclusive
                    local run web --rootfs /                 | a command is missing: add it behind '--'
                    local run web --rootfs / --label a -- x  | --label
                    local run web --rootfs / --mount x -- x  | --mount must be /SOURCE:/TARGET
                    local run web --rootfs / --restart no -- x | --restart
                    local migrate                            | Missing required parameter: 'POD'
                    local clone web                          | Missing required parameter: 'NAME'
                    local logs web --tail 0                  | --tail must be 1 to 100000, but is 0
                    local why web --limit x                  | 'x' is not an int
                    local ps extra                           | extra
                    """)
    void aCommandLineThatMakesNoSenseIsRefused(String line, String told) {
        Outcome outcome = run(words(line));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err())
                .contains(told)
                .contains("--help")
                .doesNotContain("Exception", "\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    private static String[] words(String line) {
        return line.isBlank() ? new String[0] : line.strip().split(" +", -1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    local ps --state STATE                                  | no cluster in STATE
                    local migrate web --state STATE                         | no cluster in STATE
                    local run web --state STATE --rootfs STATE/no -- sleep  | is no folder
                    local run web --state STATE --bundle STATE              | is no OCI bundle: it has no config.json
                    local run web --state STATE --rootfs / --container side=STATE -- sleep | STATE is no OCI bundle
                    local run web --state STATE --rootfs / --container-memory side=9Mi -- sleep | no --container of that name
                    local run web --state STATE --rootfs / --container main=STATE -- sleep | is the name of the first container
                    local run web --state STATE --rootfs / --memory 9000Gi -- sleep | is more than this machine has
                    local run web --state STATE --rootfs / --memory 1Ki -- sleep | is too small for any program
                    local up --state STATE --name Bad_Name                  | 'Bad_Name' cannot be the name of a cluster
                    """)
    void whatCannotBeDoneIsToldWithARemedy(String line, String told, @TempDir Path state) {
        Outcome outcome = run(words(line.replace("STATE", state.toString())));
        assertThat(outcome.err())
                .contains(told.replace("STATE", state.toString()))
                .doesNotContain("\tat ");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void debugShowsWhereAnErrorComesFrom(@TempDir Path state) {
        assertThat(run("--debug", "local", "ps", "--state", state.toString()).err())
                .contains("\tat ");
        assertThat(run("local", "ps", "--debug", "--state", state.toString()).err())
                .contains("\tat ");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        Deque<CommandLine> all = new ArrayDeque<>(List.of(CommandLines.build()));
        int seen = 0;
        while (!all.isEmpty()) {
            CommandLine line = all.pop();
            seen++;
            for (Map.Entry<String, CommandLine> sub : line.getSubcommands().entrySet()) {
                all.push(sub.getValue());
            }
            assertThat(line.getUsageMessage())
                    .as("help of " + line.getCommandSpec().qualifiedName())
                    .contains("Usage: podferry", "--help", "Example");
        }
        assertThat(seen).isGreaterThan(10);
    }

    @Test
    void versionNamesProgramAndJava() {
        assertThat(run("--version").out()).contains("podferry ").contains("Java 25");
    }
}
