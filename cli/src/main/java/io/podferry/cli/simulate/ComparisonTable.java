package io.podferry.cli.simulate;

import io.podferry.simulations.judge.Bootstrap;
import io.podferry.simulations.judge.Comparison;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.PolicySummary;
import io.podferry.simulations.world.RunResult;
import java.util.Locale;

/** A comparison as a table for people. */
final class ComparisonTable {
    private static final double GIB = 1L << 30;

    private ComparisonTable() {}

    static String of(Comparison comparison) {
        Experiment experiment = comparison.experiment();
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s on %d nodes of %s, %d seeds, sum of peaks / capacity %.2f%n%n",
                        experiment.label(),
                        experiment.config().nodes(),
                        experiment.config().nodeMemory(),
                        experiment.seeds(),
                        experiment.demandRatio()));
        text.append(
                String.format(
                        "%-34s %8s %17s %8s %10s %7s %10s %9s %8s %7s%n",
                        "policy",
                        "kills",
                        "95 %",
                        "/1000 h",
                        "lost h",
                        "moves",
                        "GiB moved",
                        "down s",
                        "false/nd",
                        "regret"));
        comparison.policies().forEach(policy -> text.append(row(policy)));
        text.append(differences(comparison));
        text.append(
                String.format(
                        "%nPareto front of kills and bytes: %s%n",
                        String.join(", ", comparison.paretoFront())));
        return text.toString();
    }

    private static String differences(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        for (PolicySummary policy : comparison.policies()) {
            policy.againstDefault()
                    .ifPresent(paired ->
                            text.append(
                                    String.format(
                                            Locale.ROOT,
                                            "%-34s %20s %20s %22s%n",
                                            policy.policy(),
                                            interval(paired.kills(), 1),
                                            interval(paired.lostSeconds(), 3600),
                                            interval(paired.bytesMoved(), GIB))));
        }
        return text.isEmpty()
                ? ""
                : String.format(
                                "%nMore than the default policy, seed by seed (95 %%):%n%-34s %20s"
                                        + " %20s %22s%n",
                                "", "kills", "lost h", "GiB moved")
                        + text;
    }

    private static String interval(Bootstrap.Interval interval, double unit) {
        return String.format(
                Locale.ROOT,
                "%+.1f (%+.1f..%+.1f)",
                interval.mean() / unit,
                interval.low() / unit,
                interval.high() / unit);
    }

    private static String row(PolicySummary policy) {
        Bootstrap.Interval kills = policy.interval(RunResult::kills);
        return String.format(
                Locale.ROOT,
                "%-34s %8.1f %17s %8.1f %10.2f %7.1f %10.1f %9.0f %8.2f %7.2f%n",
                policy.policy(),
                kills.mean(),
                String.format(Locale.ROOT, "%.1f..%.1f", kills.low(), kills.high()),
                policy.killsPer1000PodHours(),
                policy.mean(RunResult::lostPodSeconds) / 3600,
                policy.mean(RunResult::moves),
                policy.mean(RunResult::bytesMoved) / GIB,
                policy.mean(RunResult::downtimeSeconds),
                policy.falseAlarmsPerNodeDay(),
                policy.regret());
    }
}
