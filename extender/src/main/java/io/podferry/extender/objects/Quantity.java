package io.podferry.extender.objects;

import io.podferry.policy.units.DataSize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities in all their notations: "1.5Gi", "129e6", "1E", "128974848000m". */
public final class Quantity {
    private static final Pattern NOTATION =
            Pattern.compile(
                    "\\+?(\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})"
                            + "(?:[eE]([+-]?\\d{1,2})|([KMGTPE]i|[numkMGTPE]))?");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final String BINARY = "KMGTPE";

    private Quantity() {}

    /** The bytes, rounded up; empty when the text is no quantity or too large to be a size. */
    public static Optional<DataSize> parse(String text) {
        Optional<DataSize> plain = plain(text);
        if (plain.isPresent()) {
            return plain;
        }
        Matcher matcher = NOTATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1));
        String exponent = matcher.group(2);
        String suffix = matcher.group(3);
        if (exponent != null) {
            value = value.scaleByPowerOfTen(Integer.parseInt(exponent));
        } else if (suffix != null && suffix.endsWith("i")) {
            int power = BINARY.indexOf(suffix.charAt(0)) + 1;
            value = value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power)));
        } else if (suffix != null) {
            value = value.scaleByPowerOfTen(DECIMAL.getOrDefault(suffix, 0));
        }
        BigInteger bytes = value.setScale(0, RoundingMode.CEILING).toBigInteger();
        return bytes.bitLength() > 62
                ? Optional.empty()
                : Optional.of(DataSize.ofBytes(bytes.longValueExact()));
    }

    /** The usual notations without fractions: "1048576", "512Ki", "256Mi", "2Gi". */
    private static Optional<DataSize> plain(String text) {
        int digits = 0;
        long value = 0;
        while (digits < text.length() && digits < 9 && isDigit(text.charAt(digits))) {
            value = value * 10 + (text.charAt(digits) - '0');
            digits++;
        }
        if (digits == 0) {
            return Optional.empty();
        }
        return switch (text.substring(digits)) {
            case "" -> Optional.of(new DataSize(value));
            case "Ki" -> Optional.of(new DataSize(value << 10));
            case "Mi" -> Optional.of(new DataSize(value << 20));
            case "Gi" -> Optional.of(new DataSize(value << 30));
            default -> Optional.empty();
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
