package io.podferry.cli.demo;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The results of the runs of one seed side by side. */
record SummaryTable(long seed, List<RunResult> results) {
    List<String> lines() {
        List<String[]> rows = new ArrayList<>();
        row(rows, "policy", RunResult::policy);
        row(rows, "killed by the kernel", result -> Integer.toString(result.kills()));
        row(rows, "work lost", result -> seconds(result.lostWorkSeconds()));
        row(rows, "moves", SummaryTable::moves);
        row(rows, "bytes moved", result -> DataSize.ofBytes(result.bytesMoved()).toString());
        row(rows, "downtime per move", SummaryTable::downtimes);
        row(rows, "requests answered", result -> Long.toString(result.requests()));
        row(
                rows,
                "counters",
                result -> result.countersContinuous() ? "continuous" : "lost or repeated numbers");
        List<String> lines = new ArrayList<>();
        lines.add("Summary, seed " + seed);
        lines.addAll(aligned(rows));
        for (RunResult result : results) {
            result.killed()
                    .forEach(kill ->
                            lines.add(
                                    "  %s: %s on %s was killed after %s; %s of its work are gone"
                                            .formatted(
                                                    result.policy(),
                                                    kill.pod(),
                                                    kill.node(),
                                                    seconds(kill.at()),
                                                    seconds(kill.lostWork()))));
            result.forecasts().forEach(f -> lines.add("  " + result.policy() + ": " + forecast(f)));
        }
        return lines;
    }

    private void row(List<String[]> rows, String name, Function<RunResult, String> value) {
        String[] row = new String[results.size() + 1];
        row[0] = name;
        for (int i = 0; i < results.size(); i++) {
            row[i + 1] = value.apply(results.get(i));
        }
        rows.add(row);
    }

    private static List<String> aligned(List<String[]> rows) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < columns; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 3));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String moves(RunResult result) {
        return result.abortedMoves() == 0
                ? Integer.toString(result.moves())
                : "%d (and %d given up)".formatted(result.moves(), result.abortedMoves());
    }

    private static String downtimes(RunResult result) {
        if (result.downtimeMillis().isEmpty()) {
            return "-";
        }
        return String.join(
                ", ", result.downtimeMillis().stream().map(millis -> millis + " ms").toList());
    }

    private static String forecast(RunResult.ForecastOutcome forecast) {
        String said =
                "at %s it was forecast that %s is full at %s: "
                        .formatted(
                                seconds(forecast.warnedAt()),
                                forecast.node(),
                                seconds(forecast.forecastAt()));
        if (forecast.killedAt().isPresent()) {
            return said + "the kernel killed there at " + seconds(forecast.killedAt().get());
        }
        return said
                + (forecast.movedAway()
                        ? "a pod moved away, and it never was"
                        : "it was not, and no pod had moved away");
    }

    private static String seconds(Duration time) {
        return seconds(time.toMillis() / 1000.0);
    }

    private static String seconds(double time) {
        return String.format(Locale.ROOT, "%.1f s", time);
    }
}
