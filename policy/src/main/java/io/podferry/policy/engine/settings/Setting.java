package io.podferry.policy.engine.settings;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.NearestName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One setting of the policy file.
 *
 * @param path where it stands below {@code spec}, with dots
 * @param kind what it takes
 * @param least least value: a plain number, seconds for a duration, bytes for a size
 * @param most largest value likewise
 * @param standard the default, as it would be written
 * @param words the words of a choice; empty for other kinds
 * @param meaning one sentence for people
 * @param perNamespace whether a namespace may override it
 */
public record Setting(
        String path,
        Kind kind,
        double least,
        double most,
        String standard,
        List<String> words,
        String meaning,
        boolean perNamespace) {
    public Setting {
        words = List.copyOf(words);
    }

    /** What may be written, for people. */
    public String allowed() {
        return switch (kind) {
            case SHARE, NUMBER -> "%s to %s".formatted(plain(least), plain(most));
            case COUNT -> "a whole number from %.0f to %.0f".formatted(least, most);
            case DURATION -> "%s to %s".formatted(Durations.text(least), Durations.text(most));
            case SIZE ->
                    "%s to %s"
                            .formatted(
                                    new DataSize(Math.round(least)),
                                    new DataSize(Math.round(most)));
            case CHOICE -> "one of " + String.join(", ", words);
            case CHOICES -> "a list of " + String.join(", ", words);
            case WORDS -> "a list of words";
        };
    }

    /**
     * Checks one written value.
     *
     * @return what is wrong, for people; empty when nothing is
     */
    String complaint(String written) {
        return switch (kind) {
            case SHARE, NUMBER -> range(written, number(written));
            case COUNT -> {
                double value = number(written);
                yield Double.isNaN(value) || value != Math.rint(value)
                        ? "'%s' is not a whole number".formatted(written)
                        : range(written, value);
            }
            case DURATION -> {
                double seconds = Durations.seconds(written);
                yield Double.isNaN(seconds)
                        ? "'%s' is not a time. Maybe '30s' or '2m'?".formatted(written)
                        : range(written, seconds);
            }
            case SIZE -> {
                try {
                    yield range(written, DataSize.parse(written).bytes());
                } catch (IllegalArgumentException e) {
                    yield "'%s' is not a size. Maybe '512Mi' or '2Gi'?".formatted(written);
                }
            }
            case CHOICE, CHOICES ->
                    words.contains(written)
                            ? ""
                            : "'%s' is not known.%s"
                                    .formatted(
                                            written,
                                            NearestName.of(written, words)
                                                    .map(near -> " Maybe '" + near + "'?")
                                                    .orElse(""));
            case WORDS -> written.isBlank() ? "a word must not be blank" : "";
        };
    }

    private String range(String written, double value) {
        if (Double.isNaN(value)) {
            return "'%s' is not a number".formatted(written);
        }
        return value >= least && value <= most
                ? ""
                : "'%s' is outside of %s".formatted(written, allowed());
    }

    static double number(String written) {
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A written duration's value. */
    static Duration duration(String written) {
        return Duration.ofMillis(Math.round(1e3 * Durations.seconds(written)));
    }

    private static String plain(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
