package io.podferry.extender.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Asks an extender as kube-scheduler's serial cycle does: filter, then prioritize, one pod after
 * the other over one connection. Not thread-safe.
 */
public final class ExtenderLoad {
    private static final int DIFFERENT = 16;
    private static final int TAIL = 64;

    private final LoadPlan plan;
    private final Histogram nanos = new Histogram(3);
    private int errors;

    private static final class Pair {
        private final byte[] filter;
        private final byte[] prioritize;

        private Pair(byte[] filter, byte[] prioritize) {
            this.filter = filter;
            this.prioritize = prioritize;
        }
    }

    public ExtenderLoad(LoadPlan plan) {
        this.plan = plan;
    }

    /** Warms up, then measures. */
    public LoadResult run() throws IOException {
        try (Exchange exchange = new Exchange(plan.url())) {
            List<Pair> pairs = pairs(exchange);
            for (int i = 0; i < plan.warmUp(); i++) {
                ask(exchange, pairs.get(i % pairs.size()));
            }
            errors = 0;
            for (int i = 0; i < plan.requests(); i++) {
                long start = System.nanoTime();
                ask(exchange, pairs.get(i % pairs.size()));
                nanos.recordValue(System.nanoTime() - start);
            }
        }
        return new LoadResult(
                plan.nodes(),
                plan.requests(),
                Duration.ofNanos(nanos.getValueAtPercentile(50)),
                Duration.ofNanos(nanos.getValueAtPercentile(99)),
                Duration.ofNanos(nanos.getMaxValue()),
                errors);
    }

    private List<Pair> pairs(Exchange exchange) {
        int different = plan.fullNodes() ? 1 : DIFFERENT;
        List<Pair> pairs = new ArrayList<>(different);
        for (int i = 0; i < different; i++) {
            byte[] body = Bodies.request(i, plan);
            pairs.add(
                    new Pair(
                            exchange.request(path(plan.filterVerb()), body),
                            exchange.request(path(plan.prioritizeVerb()), body)));
        }
        return pairs;
    }

    private String path(String verb) {
        String prefix = plan.url().getRawPath() == null ? "" : plan.url().getRawPath();
        return (prefix.endsWith("/") ? prefix : prefix + "/") + verb;
    }

    private void ask(Exchange exchange, Pair pair) throws IOException {
        Exchange.Answer filtered = exchange.send(pair.filter);
        boolean good = filtered.status == 200 && noError(filtered.body);
        Exchange.Answer prioritized = exchange.send(pair.prioritize);
        good &=
                prioritized.status == 200
                        && prioritized.body.length > 1
                        && prioritized.body[0] == '[';
        errors += good ? 0 : 1;
    }

    /** Whether the answer is one, and says nothing of an error; an absent Error is none. */
    private static boolean noError(byte[] body) {
        if (body.length < 2 || body[0] != '{') {
            return false;
        }
        int from = Math.max(0, body.length - TAIL);
        String tail = new String(body, from, body.length - from, StandardCharsets.UTF_8);
        return tail.contains("\"Error\":\"\"") || !tail.contains("\"Error\"");
    }
}
