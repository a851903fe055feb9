package io.podferry.simulations.explore;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What survives on a node about each migration: markers and images. Not thread-safe. */
final class Disk {
    /** As the agent's markers. */
    enum Marker {
        DUMP_STARTED,
        SHIPPED,
        SOURCE_DEAD,
        ABORTED,
        RECEIVED,
        RELEASED,
        CLEANED
    }

    /**
     * A checkpoint.
     *
     * @param count the number in its memory
     * @param complete whether all chunks are there
     * @param spoilt whether one of them is wrong
     */
    record Images(long count, boolean complete, boolean spoilt, boolean forced) {}

    private final Map<String, Map<Marker, String>> markers = new HashMap<>();
    private final Map<String, Images> images = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Clockwork clock;
    private final Chaos chaos;

    Disk(Clockwork clock, Chaos chaos) {
        this.clock = clock;
        this.chaos = chaos;
    }

    void mark(String migration, Marker marker, String content) throws IOException {
        requireRoom();
        markers.computeIfAbsent(migration, _ -> new HashMap<>()).put(marker, content);
    }

    void requireRoom() throws IOException {
        if (chaos.fullDisk() > 0 && clock.now() < chaos.until() && clock.chance(chaos.fullDisk())) {
            throw new IOException("no space left on device");
        }
    }

    Optional<String> read(String migration, Marker marker) {
        return Optional.ofNullable(markers.getOrDefault(migration, Map.of()).get(marker));
    }

    boolean has(String migration, Marker marker) {
        return read(migration, marker).isPresent();
    }

    long epoch(String migration) {
        return epochs.getOrDefault(migration, 0L);
    }

    void epoch(String migration, long epoch) {
        epochs.put(migration, epoch);
    }

    @Nullable Images images(String migration) {
        return images.get(migration);
    }

    void store(String migration, Images stored) {
        images.put(migration, stored);
    }

    void remove(String migration) {
        images.remove(migration);
    }

    /** Migrations of which images are left. */
    java.util.Set<String> left() {
        return images.keySet();
    }

    /** Power is lost: what was not forced is gone. */
    void powerLoss() {
        images.values().removeIf(i -> !i.forced());
    }
}
