package io.podferry.simulations.judge;

import io.podferry.simulations.workload.TraceWorkload;
import io.podferry.simulations.world.RunConfig;
import java.util.List;
import java.util.Locale;

/**
 * Policies to compare on one scenario.
 *
 * @param label names the scenario for people and in files
 * @param workload what is played
 * @param copies number of copies of the traces
 * @param config the cluster
 * @param policies names, in the order of the report
 * @param seeds the seeds 1 to this are played with every policy
 */
public record Experiment(
        String label,
        TraceWorkload workload,
        double copies,
        RunConfig config,
        List<String> policies,
        int seeds) {
    public Experiment {
        policies = List.copyOf(policies);
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be 1 or more, not " + seeds);
        }
        policies.forEach(PolicyCatalog::require);
    }

    /** What is played on what, whatever the policies and seeds: runs of one scenario compare. */
    public String scenario() {
        return String.format(
                Locale.ROOT,
                "%s\npods %d, sum of peaks %.0f, copies %.6f\n%s\n",
                label,
                workload.draw(1, copies).size(),
                workload.sumOfPeaks(),
                copies,
                config);
    }

    /** Sum of the peaks of pods that are there together, over the memory of all nodes. */
    public double demandRatio() {
        return copies
                * workload.sumOfPeaks()
                / (config.nodes() * (double) config.nodeMemory().bytes());
    }
}
