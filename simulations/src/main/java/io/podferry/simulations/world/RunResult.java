package io.podferry.simulations.world;

import java.util.List;

/**
 * What came out of one run. Counts are of the whole run; times in seconds, memory in bytes.
 *
 * @param kills pods whose work was lost to the kernel, the kubelet or the policy
 * @param unavoidableKills those at a time when all pods together wanted more than all nodes have,
 *     or one pod more than the largest
 * @param evictions of the kills, those by the kubelet
 * @param policyEvictions of the kills, those by the policy
 * @param targetKills of the kills, those on a node that had received a pod in the ten minutes
 *     before
 * @param podHours time that pods worked
 * @param lostPodSeconds work lost in kills, and downtime of moves
 * @param lostGibSeconds the same, each weighted with the pod's memory in GiB
 * @param moves moves that arrived
 * @param failedMoves moves that froze their pod and did not arrive
 * @param pingPongs moves back to the node a pod came from
 * @param bytesMoved memory that crossed the network, failed moves included
 * @param downtimeSeconds time that pods stood still for moves
 * @param alarms moves that were begun
 * @param falseAlarms of the alarms, those whose source would not have run out within twice the
 *     horizon
 * @param nodeDays nodes times the length of the run
 * @param coverage05 share of pods whose maximum within the horizon exceeded the 95 % quantile
 * @param brier mean squared error of the forecast probability of exhaustion
 * @param meanDensity share of the memory in use
 * @param horizonSeconds horizon of the forecasts
 */
public record RunResult(
        long seed,
        int pods,
        int kills,
        int unavoidableKills,
        int evictions,
        int policyEvictions,
        int targetKills,
        double podHours,
        double lostPodSeconds,
        double lostGibSeconds,
        int moves,
        int failedMoves,
        int pingPongs,
        double bytesMoved,
        double downtimeSeconds,
        double downtimeP50,
        double downtimeP95,
        double downtimeMax,
        int alarms,
        int falseAlarms,
        double leadP50,
        double nodeDays,
        double coverage05,
        double brier,
        double meanDensity,
        double densityP95,
        double horizonSeconds,
        long podSamples,
        long completed,
        long waiting,
        List<Bin> calibration) {

    public RunResult {
        calibration = List.copyOf(calibration);
    }

    /**
     * Forecasts whose probability of exhaustion lay in one tenth.
     *
     * @param count number of forecasts
     * @param forecast sum of their probabilities
     * @param happened how many of them came true
     */
    public record Bin(long count, double forecast, long happened) {}

    /** Share of the moments of exhaustion, averted or not, that were seen coming. */
    public double recall() {
        int seen = alarms - falseAlarms;
        return seen + kills == 0 ? 1 : (double) seen / (seen + kills);
    }

    /** Share of the alarms that were right. */
    public double precision() {
        return alarms == 0 ? 1 : (double) (alarms - falseAlarms) / alarms;
    }
}
