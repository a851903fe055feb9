package io.podferry.simulations.judge;

import io.podferry.simulations.world.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All runs of one policy.
 *
 * @param runs one per seed, in the order of seeds
 * @param regret of the kills; 0 is as good as the clairvoyant, 1 as bad as doing nothing
 * @param againstDefault what it has more of than the default policy, where that was played too
 * @param againstNone paired difference of kills to doing nothing
 */
public record PolicySummary(
        String policy,
        List<RunResult> runs,
        double regret,
        double lostRegret,
        Optional<Bootstrap.Interval> againstNone,
        Optional<Paired> againstDefault) {
    public PolicySummary {
        runs = List.copyOf(runs);
    }

    public double mean(ToDoubleFunction<RunResult> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(0);
    }

    public Bootstrap.Interval interval(ToDoubleFunction<RunResult> figure) {
        return Bootstrap.mean(runs.stream().mapToDouble(figure).toArray());
    }

    /** A rate over all runs together. */
    public double rate(ToDoubleFunction<RunResult> above, ToDoubleFunction<RunResult> below) {
        double divisor = runs.stream().mapToDouble(below).sum();
        return divisor == 0 ? 0 : runs.stream().mapToDouble(above).sum() / divisor;
    }

    public double killsPer1000PodHours() {
        return 1000 * rate(RunResult::kills, RunResult::podHours);
    }

    public double falseAlarmsPerNodeDay() {
        return rate(RunResult::falseAlarms, RunResult::nodeDays);
    }
}
