package io.podferry.agent.node;

import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Obstacles of the pods, looked for again from time to time: each pod every ten seconds at most,
 * and never more than two per second altogether. Used by the sampler's thread only.
 */
public final class ObstacleCache {
    private static final Logger LOG = LoggerFactory.getLogger(ObstacleCache.class);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(10);
    private static final long SPACING = TimeUnit.MILLISECONDS.toNanos(500);

    private record Known(List<String> obstacles, long nanos) {}

    private final Preflight preflight;
    private final Map<String, Known> known = new HashMap<>();
    private long last = System.nanoTime() - SPACING;

    public ObstacleCache(Preflight preflight) {
        this.preflight = preflight;
    }

    List<String> of(PodStatus pod) {
        long now = System.nanoTime();
        Known old = known.get(pod.uid());
        boolean fresh = old != null && now - old.nanos() < FRESH;
        if (fresh || now - last < SPACING) {
            return old == null ? List.of() : old.obstacles();
        }
        last = now;
        try {
            List<String> found = List.copyOf(preflight.obstacles(pod));
            known.put(pod.uid(), new Known(found, now));
            return found;
        } catch (IOException e) {
            LOG.debug("cannot look for obstacles of {}: {}", pod.uid(), e.toString());
            return old == null ? List.of() : old.obstacles();
        }
    }

    void forget(String uid) {
        known.remove(uid);
    }
}
