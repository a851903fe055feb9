package io.podferry.extender.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all objects of one kind, and since when nothing was heard of them. Written by
 * one reflector, read by anybody. Thread-safe.
 */
public final class ObjectCache<T> {
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Instant heardAt;

    /** All objects; a view that follows changes. */
    public Collection<T> all() {
        return objects.values();
    }

    /** The object with this key. */
    public @Nullable T get(String key) {
        return objects.get(key);
    }

    /** Grows with every change. */
    public long changes() {
        return changes.get();
    }

    /** Whether there was a whole list once. */
    public boolean synced() {
        return heardAt != null;
    }

    /** How long ago the API server was last heard of; a year before the first whole list. */
    public Duration age(Instant now) {
        Instant heard = heardAt;
        return heard == null ? Duration.ofDays(365) : Duration.between(heard, now);
    }

    void heard(Instant now) {
        heardAt = now;
    }

    void put(String key, T object) {
        objects.put(key, object);
        changes.incrementAndGet();
    }

    void remove(String key) {
        if (objects.remove(key) != null) {
            changes.incrementAndGet();
        }
    }

    /** What a new list does not name is gone. */
    void keepOnly(Map<String, Boolean> listed) {
        Map<String, T> gone = new HashMap<>(objects);
        gone.keySet().removeAll(listed.keySet());
        gone.keySet().forEach(this::remove);
    }
}
