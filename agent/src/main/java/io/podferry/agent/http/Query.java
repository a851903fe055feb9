package io.podferry.agent.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers behind the question mark of a request. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }

    /**
     * @throws IllegalArgumentException naming the parameter when it is not a whole number of 0 or
     *     more
     */
    long number(String name, long otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s must be a whole number, but is '%s'".formatted(name, text), e);
        }
        throw new IllegalArgumentException(
                "%s must not be negative, but is %s".formatted(name, text));
    }

    /** A waiting time in milliseconds, cut at the longest one allowed. */
    Duration wait(String name, Duration longest) {
        Duration asked = Duration.ofMillis(number(name, 0));
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
