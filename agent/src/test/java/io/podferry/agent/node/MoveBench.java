package io.podferry.agent.node;

import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves a pod of random memory between two agents of this process and prints where the time goes.
 * Arguments: size in MiB, rounds.
 */
final class MoveBench {
    private MoveBench() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int mebibytes = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "agent-bench");
        try (TwoNodes nodes = new TwoNodes(folder)) {
            for (int i = 0; i < rounds; i++) {
                PodSpec spec = TwoNodes.counter(mebibytes);
                String uid = "pod-" + i;
                nodes.a.client.run(spec, uid);
                TwoNodes.eventually("a number", () -> nodes.a.last(uid) > 3);
                MigrationOrder order =
                        nodes.order("move-" + i, uid, "clone-" + i, spec, (long) mebibytes << 20);
                nodes.steps(order, Step.PREFLIGHT_SOURCE, Step.PREFLIGHT_TARGET, Step.HOLD_TARGET);
                Map<String, Long> facts = new TreeMap<>();
                StringBuilder line = new StringBuilder();
                long start = System.nanoTime();
                for (Step step :
                        new Step[] {
                            Step.DUMP_AND_SHIP,
                            Step.PREPARE_TARGET,
                            Step.PROMISE_SOURCE,
                            Step.KILL_SOURCE,
                            Step.RELEASE_TARGET
                        }) {
                    long from = System.nanoTime();
                    StepReport report = nodes.step(order, step);
                    if (!report.status().equals("done")) {
                        throw new IOException(step + ": " + report.detail());
                    }
                    facts.putAll(report.facts());
                    line.append(step)
                            .append(' ')
                            .append((System.nanoTime() - from) / 1_000_000)
                            .append(" ms  ");
                }
                System.out.printf(
                        "%d MiB: total %d ms, frozen %d ms: %s %s%n",
                        mebibytes,
                        (System.nanoTime() - start) / 1_000_000,
                        facts.getOrDefault("releasedAtEpochMillis", 0L)
                                - facts.getOrDefault("frozenAtEpochMillis", 0L),
                        line,
                        facts);
                nodes.steps(order, Step.CLEAN_SOURCE, Step.CLEAN_TARGET);
                nodes.b.client.remove("clone-" + i);
            }
        }
    }
}
