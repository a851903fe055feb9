package io.podferry.extender.http;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** All metric names of the extender. Thread-safe. */
public final class ExtenderMetrics {
    private final CollectorRegistry registry;
    private final Histogram duration;
    private final Counter rejected;
    private final Counter bad;

    public ExtenderMetrics(CollectorRegistry registry) {
        this.registry = registry;
        this.duration =
                Histogram.build(
                                "podferry_extender_request_seconds",
                                "Time from the body's arrival to the answer")
                        .labelNames("verb")
                        .buckets(.0002, .0005, .001, .0025, .006, .015, .05, .2, 1)
                        .register(registry);
        this.rejected =
                Counter.build(
                                "podferry_extender_rejected_nodes_total",
                                "Nodes that filter calls turned down")
                        .register(registry);
        this.bad =
                Counter.build(
                                "podferry_extender_bad_requests_total",
                                "Requests that could not be understood")
                        .labelNames("verb")
                        .register(registry);
    }

    /** Notes an answer to a request whose body had arrived at {@code start} (System.nanoTime). */
    void answered(String verb, long start) {
        duration.labels(verb).observe((System.nanoTime() - start) / 1e9);
    }

    void rejectedNodes(int count) {
        rejected.inc(count);
    }

    void badRequest(String verb) {
        bad.labels(verb).inc();
    }

    String text() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
