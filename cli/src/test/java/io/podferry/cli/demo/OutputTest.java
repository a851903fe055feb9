package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void plainLinesTellNewsOnceAndNodesNowAndThen() {
        PlainOutput output = new PlainOutput(out);
        List<DemoEvent> events =
                List.of(
                        Fixtures.started("default"),
                        Fixtures.sample(0.1, Fixtures.NODE_1, 520),
                        Fixtures.sample(0.6, Fixtures.NODE_1, 521),
                        Fixtures.migration(1, MigrationState.FROZEN, 0, ""),
                        Fixtures.migration(1.2, MigrationState.FROZEN, 100, ""),
                        Fixtures.migration(1.7, MigrationState.RUNNING, 300, ""),
                        Fixtures.migration(2.7, MigrationState.DONE, 300, ""),
                        Fixtures.killed(18),
                        Fixtures.sample(18.1, Fixtures.NODE_1, 210));
        events.forEach(output::accept);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """

                            0.0 s  run       crowded-node, seed 7, policy default, 2 nodes, 35.0 s
                            0.1 s  node      node-1 520Mi of 768Mi used (68%), 0 pods, full in 4.2 s
                            1.0 s  move      counter-1 stands still, its pages are on their way
                            1.7 s  MOVED     counter-1 from node-1 to node-2: 300Mi shipped, stood still for 740 ms
                           18.0 s  KILLED    counter-1 on node-1 by the kernel, with 310Mi in memory: 17.8 s of work are lost (node-1 was full)
                           18.1 s  node      node-1 210Mi of 768Mi used (27%), 0 pods
                        """);
    }

    @Test
    void anAbortedMoveTellsWhy() {
        PlainOutput output = new PlainOutput(out);
        output.accept(Fixtures.migration(1, MigrationState.ABORTING, 0, "node-2 has no room"));
        output.accept(Fixtures.migration(2, MigrationState.ABORTED, 0, "node-2 has no room"));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("is being given up, the source is to run on: node-2 has no room")
                .contains("was given up, the source runs on: node-2 has no room");
    }

    @Test
    void theSummaryStandsSideBySide() {
        assertThat(new SummaryTable(7, List.of(Fixtures.none(), Fixtures.active())).lines())
                .containsExactly(
                        "Summary, seed 7",
                        "  policy                 none                       default",
                        "  killed by the kernel   1                          0",
                        "  work lost              17.8 s                     0.0 s",
                        "  moves                  0                          1",
                        "  bytes moved            0                          300Mi",
                        "  downtime per move      -                          740 ms",
                        "  requests answered      510                        515",
                        "  counters               lost or repeated numbers   continuous",
                        "  none: counter-1 on node-1 was killed after 18.0 s; 17.8 s of its work"
                                + " are gone",
                        "  none: at 4.0 s it was forecast that node-1 is full at 16.1 s: the kernel"
                                + " killed there at 18.0 s",
                        "  default: at 4.0 s it was forecast that node-1 is full at 16.1 s: a pod"
                                + " moved away, and it never was");
    }

    @Test
    void jsonGoesToOneStreamAndRemarksToTheOther() {
        ByteArrayOutputStream remarks = new ByteArrayOutputStream();
        try (JsonOutput output =
                new JsonOutput(out, new PrintStream(remarks, true, StandardCharsets.UTF_8))) {
            output.note("making a cluster");
            output.missing(List.of("root: uid 1000. Use sudo."));
            output.accept(Fixtures.killed(18));
            output.summary(7, List.of(Fixtures.active()));
        }
        assertThat(remarks.toString(StandardCharsets.UTF_8)).isEqualTo("making a cluster\n");
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .isEqualTo(
                        "{\"event\":\"simulatedInstead\",\"missing\":[\"root: uid 1000. Use"
                                + " sudo.\"]}");
        assertThat(lines.getLast()).startsWith("{\"event\":\"summary\",\"seed\":7,");
    }
}
