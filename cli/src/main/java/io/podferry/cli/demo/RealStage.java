package io.podferry.cli.demo;

import io.podferry.cli.api.PodView;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.cli.workload.DemoPods;
import io.podferry.cli.workload.WorkloadException;
import io.podferry.cli.workload.Workloads;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenario;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays on a local cluster of its own, with real containers, and leaves nothing behind. */
final class RealStage implements DemoStage {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final DataSize EMPTY = DataSize.ofMebibytes(16);

    private final OwnCluster own;
    private final Consumer<String> notes;
    private @Nullable LocalCluster cluster;

    RealStage(OwnCluster own, Consumer<String> notes) {
        this.own = own;
        this.notes = notes;
    }

    @Override
    public RunResult play(DemoScenario scenario, PolicyChoice policy, EventSink sink)
            throws InterruptedException {
        DemoPods pods = new DemoPods(workloads());
        LocalCluster empty = emptyCluster(scenario, policy);
        return new RealRun(empty, pods, scenario, policy, sink, notes).play();
    }

    /** The cluster of the run before, without its pods; or a new one. */
    private LocalCluster emptyCluster(DemoScenario scenario, PolicyChoice policy)
            throws InterruptedException {
        LocalCluster used = cluster;
        if (used != null) {
            try {
                for (PodView pod : used.pods()) {
                    used.remove(pod.name());
                }
                awaitEmpty(used);
                used.setPolicy(policy.text());
                return used;
            } catch (ClusterException e) {
                notes.accept("making a new cluster: " + e.getMessage());
                close();
            }
        }
        LocalCluster fresh =
                own.up(
                        scenario.nodes().size(),
                        scenario.nodes().getFirst().usable(),
                        policy.text(),
                        notes);
        cluster = fresh;
        return fresh;
    }

    /** The agents' next readings show that the memory is free again. */
    private static void awaitEmpty(LocalCluster used) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (used.nodes().stream().anyMatch(node -> node.memoryBytes() > EMPTY.bytes())) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException("the nodes are not empty: " + used.nodes());
            }
            Thread.sleep(POLL);
        }
    }

    private Workloads workloads() throws InterruptedException {
        try {
            return Workloads.provide(notes);
        } catch (WorkloadException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        LocalCluster up = cluster;
        if (up != null) {
            up.close();
            cluster = null;
        }
        own.down(notes);
    }
}
