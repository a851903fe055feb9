package io.podferry.simulations.trace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file, or all trace files of a folder, of any {@link Dialect}. Files are streamed; only
 * the compact points stay.
 */
public final class TraceReader {
    private static final int HEAD_BYTES = 1 << 16;
    private static final List<String> ENDINGS =
            List.of(".csv", ".json", ".jsonl", ".ndjson", ".csv.gz", ".json.gz", ".jsonl.gz");

    private final TraceOptions options;

    public TraceReader(TraceOptions options) {
        this.options = options;
    }

    /**
     * Reads a file, or all files of a folder.
     *
     * @throws TraceFormatException when a file is not what it should be
     */
    public TraceSet read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new TraceFormatException(path, 0, 0, "no such file or folder");
        }
        TraceSink sink = new TraceSink();
        List<Path> files = files(path);
        if (files.isEmpty()) {
            throw new TraceFormatException(
                    path, 0, 0, "the folder holds no trace: no file ends with one of " + ENDINGS);
        }
        for (Path file : files) {
            readFile(file, sink);
        }
        return sink.finish(path);
    }

    private static List<Path> files(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            return children.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    private void readFile(Path file, TraceSink sink) throws IOException {
        long before = sink.samples();
        try (InputStream in = open(file)) {
            in.mark(HEAD_BYTES + 1);
            byte[] head = in.readNBytes(HEAD_BYTES);
            in.reset();
            if (head.length == 0) {
                throw new TraceFormatException(file, 0, 0, "is empty");
            }
            Dialect dialect =
                    options.dialect()
                            .or(() -> DialectDetector.detect(head))
                            .orElseThrow(() -> unknown(file, head));
            read(file, in, dialect, sink);
        }
        if (sink.samples() == before) {
            throw new TraceFormatException(
                    file, 0, 0, "holds no memory sample. Maybe the file is truncated?");
        }
    }

    private void read(Path file, InputStream in, Dialect dialect, TraceSink sink)
            throws IOException {
        double unit = options.unit().bytes();
        switch (dialect) {
            case SERIES_JSON -> new JsonDialects(file, sink).series(in);
            case PROMETHEUS -> new JsonDialects(file, sink).prometheus(in);
            case GOOGLE_2019 -> {
                if (DialectDetector.startsWithBrace(in)) {
                    new JsonDialects(file, sink).google(in, unit);
                } else {
                    csv(file, in, dialect, sink);
                }
            }
            case GENERIC, WIDE_CSV, POD_METRICS_CSV, BITBRAINS, ALIBABA_2018 ->
                    csv(file, in, dialect, sink);
        }
    }

    private void csv(Path file, InputStream in, Dialect dialect, TraceSink sink)
            throws IOException {
        double unit = options.unit().bytes();
        char separator = dialect == Dialect.BITBRAINS ? ';' : ',';
        try (CsvLines csv = new CsvLines(file, in, separator)) {
            if (!csv.next()) {
                throw new TraceFormatException(file, 0, 0, "holds nothing but blank lines");
            }
            switch (dialect) {
                case GENERIC -> CsvDialects.generic(csv, sink);
                case WIDE_CSV -> CsvDialects.wide(csv, sink);
                case POD_METRICS_CSV -> CsvDialects.podMetrics(csv, sink);
                case BITBRAINS -> CsvDialects.bitbrains(csv, sink, stem(file));
                case GOOGLE_2019 -> CsvDialects.google(csv, sink, unit);
                case ALIBABA_2018 -> CsvDialects.alibaba(csv, sink, unit);
                case SERIES_JSON, PROMETHEUS ->
                        throw new IllegalArgumentException(dialect + " is not a CSV dialect");
            }
        }
    }

    private static String stem(Path file) {
        String name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("vm");
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
        return new BufferedInputStream(in, HEAD_BYTES + 1);
    }

    private static TraceFormatException unknown(Path file, byte[] head) {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                return new TraceFormatException(file, 0, 0, "is binary, not text");
            }
        }
        return new TraceFormatException(
                file,
                1,
                1,
                "not a known trace format. Maybe name it with --dialect, one of "
                        + String.join(", ", Dialect.labels())
                        + ", or use the header pod,class,time_seconds,memory_bytes?");
    }
}
