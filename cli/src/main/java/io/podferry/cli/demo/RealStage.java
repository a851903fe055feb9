package io.podferry.cli.demo;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.workload.DemoPods;
import io.podferry.cli.workload.WorkloadException;
import io.podferry.cli.workload.Workloads;
import io.podferry.policy.plan.Policy;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenario;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays on a local cluster of its own, with real containers, and leaves nothing behind. */
final class RealStage implements DemoStage {
    private final OwnCluster own;
    private final Consumer<String> notes;
    private @Nullable LocalCluster cluster;

    RealStage(OwnCluster own, Consumer<String> notes) {
        this.own = own;
        this.notes = notes;
    }

    @Override
    public RunResult play(DemoScenario scenario, Policy policy, EventSink sink)
            throws InterruptedException {
        DemoPods pods = new DemoPods(workloads());
        LocalCluster up = cluster;
        if (up == null) {
            up =
                    own.up(
                            scenario.nodes().size(),
                            scenario.nodes().getFirst().usable(),
                            policy.name(),
                            notes);
            cluster = up;
        } else {
            up.setPolicy(policy.name());
        }
        return new RealRun(up, pods, scenario, policy, sink, notes).play();
    }

    private Workloads workloads() throws InterruptedException {
        try {
            return Workloads.provide(notes);
        } catch (WorkloadException e) {
            throw new ClusterException(e.getMessage(), e);
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
