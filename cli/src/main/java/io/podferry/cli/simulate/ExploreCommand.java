package io.podferry.cli.simulate;

import io.podferry.simulations.explore.Bug;
import io.podferry.simulations.explore.Exploration;
import io.podferry.simulations.explore.Fault;
import io.podferry.simulations.explore.Plan;
import io.podferry.simulations.explore.Violation;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks for a way to break the migration protocol. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        description = {
            "Look for a way to break the migration protocol: every crash, every pair of crashes,"
                    + " and seeds with",
            "lost messages, partitions, stale reads, full disks, spoilt chunks and clocks that"
                    + " differ.",
            "Exits with 1 when an invariant is broken, and prints the command that replays it."
        },
        footer = {"", "Example:", "  podferry explore --seeds 10000", "  podferry explore --bugs"})
public final class ExploreCommand implements Callable<Integer> {
    private static final String QUIET = "org.slf4j.simpleLogger.log.io.podferry.policy.migration";

    @Spec private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Number of seeds. Default: ${DEFAULT-VALUE}.")
    private long seeds = 10_000;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            description = "First seed. Default: ${DEFAULT-VALUE}.")
    private long firstSeed = 1;

    @Option(names = "--no-pairs", description = "Leave pairs of faults out.")
    private boolean noPairs;

    @Option(
            names = "--replay",
            paramLabel = "SEED",
            description = "Play one run and tell its story.")
    private @Nullable Long replay;

    @Option(
            names = "--fault",
            split = ",",
            paramLabel = "POINT@ACTOR",
            description = "Crashes of the replayed run.")
    private List<String> faults = List.of();

    @Option(names = "--chaos", description = "The replayed run draws trouble from its seed.")
    private boolean chaos;

    @Option(names = "--bug", paramLabel = "NAME", description = "Plant a mistake first.")
    private @Nullable String bug;

    @Option(
            names = "--bugs",
            description = "Plant every mistake, one after the other: each must be found.")
    private boolean bugs;

    @Override
    public Integer call() {
        System.setProperty(QUIET, "off");
        Bug planted = bug == null ? Bug.NONE : bug(bug);
        if (replay != null) {
            return replay(
                    new Plan(replay, faults.stream().map(this::fault).toList(), chaos, planted));
        }
        return bugs ? hunt() : explore(planted);
    }

    private int explore(Bug planted) {
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        Exploration.Report report = new Exploration(planted).explore(!noPairs, firstSeed, seeds);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d points, %d single faults, %d pairs, %d seeds: %d runs, %.0f simulated seconds"
                        + " in %.1f s (%.0f : 1)%n",
                report.points(),
                report.singles(),
                report.pairs(),
                report.seeds(),
                report.runs(),
                report.simulatedSeconds(),
                seconds,
                report.simulatedSeconds() / seconds);
        report.violation()
                .ifPresentOrElse(
                        v -> out.print(v.explain()), () -> out.println("no invariant was broken"));
        out.flush();
        return report.violation().isPresent() ? 1 : 0;
    }

    private int hunt() {
        PrintWriter out = spec.commandLine().getOut();
        int missed = 0;
        for (Bug each : Bug.values()) {
            if (each == Bug.NONE) {
                continue;
            }
            Exploration.Report report = new Exploration(each).explore(false, firstSeed, seeds);
            missed += report.violation().isPresent() ? 0 : 1;
            out.printf(
                    "%-26s %6d runs  %s%n",
                    each.label(),
                    report.runs(),
                    report.violation().map(Violation::invariant).orElse("NOT FOUND"));
            out.flush();
        }
        return missed == 0 ? 0 : 1;
    }

    private int replay(Plan plan) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Violation> violation = Exploration.replay(plan);
        violation.ifPresentOrElse(
                v -> out.print(v.explain()), () -> out.println("no invariant was broken"));
        out.flush();
        return violation.isPresent() ? 1 : 0;
    }

    private Fault fault(String text) {
        try {
            return Fault.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Bug bug(String name) {
        return Arrays.stream(Bug.values())
                .filter(known -> known.label().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "unknown bug '%s'. Known are: %s."
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        Arrays.stream(Bug.values())
                                                                .map(Bug::label)
                                                                .toList()))));
    }
}
