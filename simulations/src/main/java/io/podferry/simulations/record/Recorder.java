package io.podferry.simulations.record;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Writes the samples of a probe as a generic trace, with the header when asked. */
public final class Recorder {
    /** First line of a generic trace. */
    public static final String HEADER = "pod,class,time_seconds,memory_bytes";

    private final MemoryProbe probe;
    private final Appendable out;
    private final String pod;
    private final String workloadClass;

    /**
     * @param pod name in the trace, without commas
     */
    public Recorder(MemoryProbe probe, Appendable out, String pod, String workloadClass) {
        requireField(pod);
        requireField(workloadClass);
        this.probe = probe;
        this.out = out;
        this.pod = pod;
        this.workloadClass = workloadClass;
    }

    private static void requireField(String text) {
        if (text.isBlank() || text.contains(",") || text.contains("\"") || text.contains("\n")) {
            throw new IllegalArgumentException(
                    "not a name for a trace: '%s' (no commas, quotes or line breaks)"
                            .formatted(text));
        }
    }

    /**
     * Samples until there is nothing to measure any more, or the time is over.
     *
     * @return number of samples
     */
    public int record(Duration every, Duration atMost) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int samples = 0;
        while (true) {
            long due = start + samples * every.toNanos();
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
            OptionalLong bytes = probe.bytes();
            double seconds = samples * (every.toNanos() / 1e9);
            if (bytes.isEmpty() || seconds > atMost.toNanos() / 1e9) {
                return samples;
            }
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,%.1f,%d%n",
                            pod,
                            workloadClass,
                            seconds,
                            bytes.getAsLong()));
            samples++;
        }
    }
}
