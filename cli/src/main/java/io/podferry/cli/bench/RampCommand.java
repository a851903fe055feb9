package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.plan.Policies;
import io.podferry.policy.units.GrowthRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast memory may grow and still be escaped. */
@Command(
        name = "ramp",
        mixinStandardHelpOptions = true,
        description = {
            "Let a real pod grow steadily towards a node's limit of 4 GiB and count how often"
                    + " nobody is killed.",
            "Failures are explained. Needs root, runc, CRIU and about 9 GiB of memory."
        },
        footer = {"", "Example:", "  podferry bench ramp --rates 100,200 --runs 20"})
final class RampCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;
    private static final int MOST_RATE = 10_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "MB/s",
            defaultValue = "25,50,100,200,400,800",
            description = "Growth in 10^6 bytes per second. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Per rate. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--policy",
            defaultValue = "default",
            description = "Default: ${DEFAULT-VALUE}.")
    private String policy = "";

    @Option(names = "--json", description = "JSON Lines, the last one is the summary.")
    private boolean json;

    private final ObjectMapper mapper = new ObjectMapper();

    /** All runs of one rate. */
    private record Row(int rate, List<RampBench.Outcome> outcomes) {
        /** Median of the runs in which it could be measured, null when there was none. */
        @Nullable Long measured() {
            List<Double> rates =
                    outcomes.stream()
                            .flatMap(outcome -> outcome.growth().stream())
                            .map(growth -> growth.bytesPerSecond() / MEGA)
                            .toList();
            return rates.isEmpty() ? null : Math.round(Quantiles.median(rates));
        }

        long escaped() {
            return outcomes.stream().filter(RampBench.Outcome::escaped).count();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        List<Row> rows = new ArrayList<>();
        try (BenchStage stage = new BenchStage("brp", 2, RampBench.NODE, policy)) {
            RampBench bench = new RampBench(stage.cluster(), stage.pods());
            for (int rate : rates) {
                Row row = new Row(rate, new ArrayList<>());
                rows.add(row);
                for (int run = 1; run <= runs; run++) {
                    RampBench.Outcome outcome = bench.run(new GrowthRate(rate * MEGA), run);
                    row.outcomes.add(outcome);
                    report(rate, run, outcome);
                }
            }
        }
        summary(rows);
        return 0;
    }

    private void check() {
        if (runs < 1) {
            throw refuse("--runs must be 1 or more, was " + runs);
        }
        for (int rate : rates) {
            if (rate < 1 || rate > MOST_RATE) {
                throw refuse("--rates: a rate is 1 to %d MB/s, not %d".formatted(MOST_RATE, rate));
            }
        }
        try {
            Policies.byName(policy);
        } catch (IllegalArgumentException e) {
            throw refuse(e.getMessage());
        }
    }

    private void report(int rate, int run, RampBench.Outcome outcome) {
        if (json) {
            System.out.println(
                    mapper.createObjectNode()
                            .put("event", "ramp")
                            .put("megabytesPerSecond", rate)
                            .put("run", run)
                            .put("escaped", outcome.escaped())
                            .put("moves", outcome.moves())
                            .put(
                                    "measuredMegabytesPerSecond",
                                    outcome.growth().map(RampCommand::megabytes).orElse(null))
                            .put("explanation", outcome.explanation()));
        } else {
            System.err.printf(
                    "%d MB/s, run %d: %s%n",
                    rate,
                    run,
                    outcome.escaped()
                            ? "escaped with %d moves".formatted(outcome.moves())
                            : outcome.explanation());
        }
    }

    private void summary(List<Row> rows) {
        if (json) {
            ObjectNode summary = mapper.createObjectNode().put("event", "summary");
            ArrayNode ramps = summary.putArray("ramps");
            for (Row row : rows) {
                ramps.addObject()
                        .put("megabytesPerSecond", row.rate)
                        .put("runs", row.outcomes.size())
                        .put("measuredMegabytesPerSecond", row.measured())
                        .put("escaped", row.escaped());
            }
            System.out.println(summary);
            return;
        }
        Table table = new Table("growth", "measured", "starts at", "escaped", "runs");
        for (Row row : rows) {
            table.row(
                    row.rate + " MB/s",
                    row.measured() == null ? "moved at once" : row.measured() + " MB/s",
                    RampBench.base(new GrowthRate(row.rate * MEGA)).toString(),
                    Long.toString(row.escaped()),
                    Integer.toString(row.outcomes.size()));
        }
        table.lines().forEach(System.out::println);
        rows.forEach(RampCommand::explain);
    }

    private static void explain(Row row) {
        TreeMap<String, Integer> reasons = new TreeMap<>();
        row.outcomes.stream()
                .filter(outcome -> !outcome.escaped())
                .forEach(outcome -> reasons.merge(outcome.explanation(), 1, Integer::sum));
        reasons.forEach((reason, count) ->
                System.out.println("  %d MB/s, %d times: %s".formatted(row.rate, count, reason)));
    }

    private static long megabytes(GrowthRate rate) {
        return Math.round(rate.bytesPerSecond() / MEGA);
    }

    private ParameterException refuse(@Nullable String message) {
        return new ParameterException(
                Objects.requireNonNull(spec).commandLine(), String.valueOf(message));
    }
}
