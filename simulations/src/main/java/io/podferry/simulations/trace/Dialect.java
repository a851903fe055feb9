package io.podferry.simulations.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A format in which traces are published. */
public enum Dialect {
    /** {@code pod,class,time_seconds,memory_bytes[,limit_bytes]}, with this header. */
    GENERIC,
    /** A JSON list of {@code {"Name", "Memory":[bytes or null], "Time":[epoch ms]}}. */
    SERIES_JSON,
    /** A date column and one column of bytes per pod, empty where the pod was absent. */
    WIDE_CSV,
    /** One file per pod with {@code TimeStamp}, {@code PodName} and {@code MemoryUsage(Mi)}. */
    POD_METRICS_CSV,
    /** GWA-T-12: one file per VM, semicolons, memory usage in KB. */
    BITBRAINS,
    /** Google ClusterData 2019 instance usage, CSV with a header or JSON lines, normalised. */
    GOOGLE_2019,
    /** Alibaba 2018 container or machine usage, CSV without a header, memory in percent. */
    ALIBABA_2018,
    /** The answer of Prometheus to a range query. */
    PROMETHEUS;

    /** Name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Dialect::label).toList();
    }
}
