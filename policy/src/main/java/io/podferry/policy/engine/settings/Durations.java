package io.podferry.policy.engine.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Times as they are written in files: "500ms", "30s", "2m", "1h". */
final class Durations {
    private static final List<String> UNITS = List.of("ms", "s", "m", "h");
    private static final double[] SECONDS = {0.001, 1, 60, 3600};

    private Durations() {}

    /** Seconds of a written time; NaN when it is none. */
    static double seconds(String written) {
        for (int i = 0; i < UNITS.size(); i++) {
            String unit = UNITS.get(i);
            if (written.endsWith(unit)) {
                String digits = written.substring(0, written.length() - unit.length()).strip();
                if (digits.matches("[0-9]+([.][0-9]+)?")) {
                    return Double.parseDouble(digits) * SECONDS[i];
                }
            }
        }
        return Double.NaN;
    }

    /** A time in the largest unit that needs no fraction. */
    static String text(double seconds) {
        long millis = Math.round(seconds * 1e3);
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long whole = millis / 1000;
        if (whole != 0 && whole % 3600 == 0) {
            return whole / 3600 + "h";
        }
        return whole != 0 && whole % 60 == 0 ? whole / 60 + "m" : whole + "s";
    }

    static String text(Duration time) {
        return text(time.toMillis() / 1e3);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }
}
