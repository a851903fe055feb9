package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A bounded series per running pod, and whole lives of ended ones per workload class. A clone
 * continues the series of its source. Fed by the engine once per tick. Not thread-safe.
 */
public final class TelemetryHistory {
    private static final int ENDED_PER_CLASS = 8;
    private static final int LEAST_LIFE = 8;
    private static final int CLASSES = 1024;

    private final int samplesPerPod;
    private final Duration absence;
    private final Map<PodUid, Entry> running = new HashMap<>();
    private final Map<String, ArrayDeque<Lifetime>> ended = new TreeMap<>();

    private static final class Entry {
        private final MemorySeries series;
        private final String workloadClass;
        private Instant seen;

        private Entry(MemorySeries series, String workloadClass, Instant seen) {
            this.series = series;
            this.workloadClass = workloadClass;
            this.seen = seen;
        }
    }

    /**
     * @param samplesPerPod how many samples are kept, 4 or more
     * @param absence how long a pod may be missing from the picture before it counts as ended
     */
    public TelemetryHistory(int samplesPerPod, Duration absence) {
        this.samplesPerPod = samplesPerPod;
        this.absence = absence;
    }

    /** 64 samples per pod; a pod not seen for two minutes has ended. */
    public TelemetryHistory() {
        this(64, Duration.ofMinutes(2));
    }

    /**
     * Takes a picture in. Samples from the future are left out: they come in when their time has.
     *
     * @param frozen pods that stand still for a move; their samples say nothing about growth
     */
    public void observe(ClusterSnapshot cluster, Set<PodUid> frozen) {
        Instant now = cluster.takenAt();
        Set<PodUid> succeeded = new HashSet<>();
        for (PodSnapshot pod : cluster.pods()) {
            Entry entry = running.get(pod.uid());
            if (entry == null) {
                entry = admit(pod, now, succeeded);
            }
            entry.seen = now;
            if (frozen.contains(pod.uid())) {
                entry.series.pause();
            } else if (!pod.sampledAt().isAfter(now)) {
                entry.series.add(pod.sampledAt().toEpochMilli(), pod.memory().bytes());
            }
        }
        running.keySet().removeAll(succeeded);
        running.values().removeIf(entry -> retire(entry, now));
    }

    private Entry admit(PodSnapshot pod, Instant now, Set<PodUid> succeeded) {
        Optional<Entry> source = pod.previousUid().map(running::get);
        MemorySeries series = source.map(e -> e.series).orElseGet(this::newSeries);
        if (source.isPresent()) {
            series.pause();
            pod.previousUid().ifPresent(succeeded::add);
        }
        Entry entry = new Entry(series, pod.workloadClass(), now);
        running.put(pod.uid(), entry);
        return entry;
    }

    private MemorySeries newSeries() {
        return new MemorySeries(samplesPerPod);
    }

    private boolean retire(Entry entry, Instant now) {
        if (!entry.seen.plus(absence).isBefore(now)) {
            return false;
        }
        Lifetime life = entry.series.lifetime();
        if (life.size() >= LEAST_LIFE
                && (ended.size() < CLASSES || ended.containsKey(entry.workloadClass))) {
            ArrayDeque<Lifetime> lives =
                    ended.computeIfAbsent(entry.workloadClass, _ -> new ArrayDeque<>());
            lives.addLast(life);
            if (lives.size() > ENDED_PER_CLASS) {
                lives.removeFirst();
            }
        }
        return true;
    }

    /** The series of a running pod. */
    public Optional<MemorySeries> series(PodUid uid) {
        return Optional.ofNullable(running.get(uid)).map(entry -> entry.series);
    }

    /** Lives of ended pods of a class, oldest first. */
    public List<Lifetime> ended(String workloadClass) {
        ArrayDeque<Lifetime> lives = ended.get(workloadClass);
        return lives == null ? List.of() : List.copyOf(lives);
    }
}
