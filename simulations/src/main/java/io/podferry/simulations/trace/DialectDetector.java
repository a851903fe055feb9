package io.podferry.simulations.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises a dialect by the beginning of a file. */
final class DialectDetector {
    private static final Pattern ALIBABA =
            Pattern.compile("^(c_\\d+,m_\\d+,\\d+,|m_\\d+,\\d+,\\d*,).*");
    private static final Pattern WIDE = Pattern.compile("^\"?(Date|date|Time|time)\"?,.*");

    private DialectDetector() {}

    static Optional<Dialect> detect(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
        String start = text.stripLeading();
        String line = start.lines().findFirst().orElse("");
        if (start.startsWith("[")) {
            return Optional.of(Dialect.SERIES_JSON);
        }
        if (start.startsWith("{")) {
            return Optional.of(
                    text.contains("\"collection_id\"") ? Dialect.GOOGLE_2019 : Dialect.PROMETHEUS);
        }
        if (line.contains("time_seconds") && line.contains("memory_bytes")) {
            return Optional.of(Dialect.GENERIC);
        }
        if (line.contains("MemoryUsage(Mi)")) {
            return Optional.of(Dialect.POD_METRICS_CSV);
        }
        if (line.startsWith("Timestamp") && line.contains(";") && line.contains("Memory usage")) {
            return Optional.of(Dialect.BITBRAINS);
        }
        if (line.contains("collection_id") && line.contains("start_time")) {
            return Optional.of(Dialect.GOOGLE_2019);
        }
        if (ALIBABA.matcher(line).matches()) {
            return Optional.of(Dialect.ALIBABA_2018);
        }
        if (WIDE.matcher(line).matches()) {
            return Optional.of(Dialect.WIDE_CSV);
        }
        return Optional.empty();
    }

    /** Whether the first character is a brace; the stream stays where it was. */
    static boolean startsWithBrace(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == '{';
    }
}
