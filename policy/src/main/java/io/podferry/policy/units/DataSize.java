package io.podferry.policy.units;

import java.util.Locale;

/**
 * An amount of memory or data, in bytes. Never negative. Written and read as Kubernetes quantities
 * with binary suffixes ("2Gi", "512Mi", "1048576"). Immutable and thread-safe.
 *
 * @param bytes number of bytes, 0 or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    public static final DataSize ZERO = new DataSize(0);
    private static final long KI = 1024;
    private static final String SUFFIXES = "KMGTP";

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "data size must not be negative: " + bytes + " bytes");
        }
    }

    public static DataSize ofBytes(long bytes) {
        return new DataSize(bytes);
    }

    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(Math.multiplyExact(mebibytes, KI * KI));
    }

    public static DataSize ofGibibytes(long gibibytes) {
        return new DataSize(Math.multiplyExact(gibibytes, KI * KI * KI));
    }

    /**
     * Reads a Kubernetes-style quantity: digits, an optional fraction, and one of Ki, Mi, Gi, Ti,
     * Pi (powers of 1024), k, M, G, T, P (powers of 1000) or nothing (bytes).
     *
     * @throws IllegalArgumentException naming the text when it is not such a quantity or does not
     *     fit
     */
    public static DataSize parse(String text) {
        String trimmed = text.strip();
        int digits = 0;
        while (digits < trimmed.length()
                && (Character.isDigit(trimmed.charAt(digits)) || trimmed.charAt(digits) == '.')) {
            digits++;
        }
        double unit = unit(trimmed.substring(digits));
        if (digits == 0 || Double.isNaN(unit)) {
            throw new IllegalArgumentException(
                    "not a data size: '" + text + "'. Maybe you meant '512Mi' or '2Gi'?");
        }
        try {
            double bytes = Double.parseDouble(trimmed.substring(0, digits)) * unit;
            if (bytes > Long.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "data size is too large: '" + text + "' (at most 8191Pi)");
            }
            return new DataSize(Math.round(bytes));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a data size: '" + text + "'. Maybe you meant '512Mi' or '2Gi'?", e);
        }
    }

    private static double unit(String suffix) {
        if (suffix.isEmpty()) {
            return 1;
        }
        int power = SUFFIXES.indexOf(Character.toUpperCase(suffix.charAt(0))) + 1;
        if (power == 0) {
            return Double.NaN;
        }
        return switch (suffix.substring(1)) {
            case "i" -> Math.pow(KI, power);
            case "" -> Math.pow(1000, power);
            default -> Double.NaN;
        };
    }

    public DataSize plus(DataSize other) {
        return new DataSize(Math.addExact(bytes, other.bytes));
    }

    /** The difference, or zero when {@code other} is larger. */
    public DataSize minusOrZero(DataSize other) {
        return new DataSize(Math.max(0, bytes - other.bytes));
    }

    public double mebibytes() {
        return (double) bytes / (KI * KI);
    }

    public double gibibytes() {
        return (double) bytes / (KI * KI * KI);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The size for people, with three significant digits: "512Mi", "1.25Gi". */
    @Override
    public String toString() {
        double value = bytes;
        int power = 0;
        while (value >= KI && power < SUFFIXES.length()) {
            value /= KI;
            power++;
        }
        String number =
                value >= 100 || value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return power == 0 ? number : number + SUFFIXES.charAt(power - 1) + "i";
    }
}
