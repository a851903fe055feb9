package io.podferry.cli.bench;

import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.demo.Interruption;
import io.podferry.cli.demo.OwnCluster;
import io.podferry.cli.workload.DemoPods;
import io.podferry.cli.workload.WorkloadException;
import io.podferry.cli.workload.Workloads;
import io.podferry.policy.units.DataSize;
import java.nio.file.Path;

/** A local cluster for one benchmark, removed with it, also when the benchmark is called off. */
final class BenchStage implements AutoCloseable {
    private final Interruption interruption = new Interruption();
    private final Tools.Found tools;
    private final DemoPods pods;
    private final OwnCluster own;
    private final LocalCluster cluster;

    /**
     * @param prefix of the cluster's name, 1 to 4 of a-z
     */
    BenchStage(String prefix, int nodes, DataSize nodeMemory, String policy)
            throws InterruptedException {
        own = new OwnCluster(prefix);
        try {
            tools = required();
            pods = new DemoPods(Workloads.provide(BenchStage::progress));
            cluster = own.up(nodes, nodeMemory, policy, BenchStage::progress);
        } catch (WorkloadException e) {
            close();
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        } catch (ClusterException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static Tools.Found required() {
        return switch (Tools.require(BenchStage::progress)) {
            case Tools.Found found -> found;
            case Tools.Lacking lacking ->
                    throw new ClusterException(
                            "this needs what is missing here:\n  "
                                    + String.join(
                                            "\n  ",
                                            lacking.missing().stream()
                                                    .map(Missing::toString)
                                                    .toList()));
        };
    }

    private static void progress(String line) {
        System.err.println("podferry: " + line);
    }

    LocalCluster cluster() {
        return cluster;
    }

    DemoPods pods() {
        return pods;
    }

    Tools.Found tools() {
        return tools;
    }

    /** The cluster's folder. */
    Path folder() {
        return cluster.state();
    }

    @Override
    public void close() {
        try {
            own.down(_ -> {});
        } finally {
            interruption.close();
        }
    }
}
