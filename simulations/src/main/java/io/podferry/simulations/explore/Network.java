package io.podferry.simulations.explore;

import java.util.HashMap;
import java.util.Map;

/** Carries messages, or does not. Not thread-safe. */
final class Network {
    private final Clockwork clock;
    private final Chaos chaos;
    private final Map<String, Long> cut = new HashMap<>();

    Network(Clockwork clock, Chaos chaos) {
        this.clock = clock;
        this.chaos = chaos;
    }

    /** Hands a message over some milliseconds later: once, twice or never. */
    void send(String from, String to, Runnable message) {
        if (!passes(from, to)) {
            return;
        }
        clock.after(delay(), message);
        if (faulty(chaos.repeat())) {
            clock.after(delay(), message);
        }
    }

    /** Whether something may pass at this moment. */
    boolean passes(String from, String to) {
        return open(from, to) && !faulty(chaos.loss());
    }

    private boolean open(String from, String to) {
        Long until = cut.get(pair(from, to));
        return until == null || until <= clock.now();
    }

    private long delay() {
        long usual = 1 + clock.random.nextLong(4);
        return faulty(chaos.slow()) ? usual + clock.random.nextLong(3_000) : usual;
    }

    void partition(String a, String b, long millis) {
        clock.tell("network", "cut between " + a + " and " + b + " for " + millis + " ms");
        cut.put(pair(a, b), Math.min(clock.now() + millis, chaos.until()));
    }

    private static String pair(String a, String b) {
        return a.compareTo(b) < 0 ? a + " " + b : b + " " + a;
    }

    private boolean faulty(double share) {
        return share > 0 && clock.now() < chaos.until() && clock.chance(share);
    }
}
