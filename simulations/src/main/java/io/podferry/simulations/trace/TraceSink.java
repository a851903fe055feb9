package io.podferry.simulations.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Takes the samples of a dialect in, checks what is true of every trace, and puts the set together.
 * Huge sets are thinned while they are read, so that memory stays bounded. Not thread-safe.
 */
final class TraceSink {
    private static final double LEAST_BYTES = 4096;
    private static final double MOST_BYTES = 1L << 50;
    private static final int GAP_STEPS = 10;
    private static final long LEAST_GAP = 600_000;
    private static final int HISTOGRAM_STEPS = 64;

    /** Points kept at most: 12 bytes each, and as many again while arrays grow. */
    private static final long MOST_POINTS = 16_000_000;

    private final long mostPoints;

    private final Map<String, PodTraceBuilder> open = new LinkedHashMap<>();
    private final Map<String, Integer> lives = new LinkedHashMap<>();
    private final List<PodTraceBuilder> ended = new ArrayList<>();
    private final List<Long> steps = new ArrayList<>();
    private long duplicates;
    private long gaps;
    private long samples;
    private long points;
    private long spacing;

    TraceSink() {
        this(MOST_POINTS);
    }

    TraceSink(long mostPoints) {
        this.mostPoints = mostPoints;
    }

    /**
     * One sample.
     *
     * @param place where it stands, for errors
     */
    void sample(Place place, String pod, String workloadClass, long millis, double bytes) {
        sample(place, pod, workloadClass, millis, bytes, OptionalLong.empty());
    }

    void sample(
            Place place,
            String pod,
            String workloadClass,
            long millis,
            double bytes,
            OptionalLong limit) {
        check(place, pod, bytes);
        samples++;
        PodTraceBuilder builder = open.computeIfAbsent(pod, name -> builder(name, workloadClass));
        if (builder.size() > 0) {
            long step = millis - builder.lastMillis();
            if (step == 0 && (float) bytes == (float) builder.lastBytes()) {
                duplicates++;
                return;
            }
            if (step <= 0) {
                throw place.error(disorder(pod, builder, millis, bytes));
            }
            if (steps.size() < HISTOGRAM_STEPS) {
                steps.add(step);
            }
            if (step > LEAST_GAP && step > GAP_STEPS * usualStep()) {
                builder = startAfresh(pod, workloadClass, builder);
            }
        }
        limit.ifPresent(builder::limit);
        int before = builder.size();
        builder.add(millis, bytes);
        points += builder.size() - before;
        if (points > mostPoints) {
            thin();
        }
    }

    private void thin() {
        while (points > mostPoints / 2) {
            spacing = spacing == 0 ? 2 * usualStep() : 2 * spacing;
            ended.forEach(one -> one.thin(spacing));
            open.values().forEach(one -> one.thin(spacing));
            points = 0;
            ended.forEach(one -> points += one.size());
            open.values().forEach(one -> points += one.size());
            if (points <= 2L * (ended.size() + open.size())) {
                return;
            }
        }
    }

    private PodTraceBuilder builder(String name, String workloadClass) {
        PodTraceBuilder builder = new PodTraceBuilder(name, workloadClass);
        if (spacing > 0) {
            builder.thin(spacing);
        }
        return builder;
    }

    private static void check(Place place, String pod, double bytes) {
        if (!(bytes >= 0 && bytes <= MOST_BYTES)) {
            throw place.error(
                    "memory of pod '%s' is %s bytes, not a size. Maybe the column or the unit is wrong?"
                            .formatted(pod, bytes));
        }
        if (bytes > 0 && bytes < LEAST_BYTES) {
            throw place.error(
                    "memory of pod '%s' is %s bytes, less than one page. Maybe the unit is not bytes?"
                            .formatted(pod, bytes));
        }
    }

    private static String disorder(String pod, PodTraceBuilder builder, long millis, double bytes) {
        return millis == builder.lastMillis()
                ? "pod '%s' has two values for %d ms: %.0f and %.0f bytes. Maybe remove one of them?"
                        .formatted(pod, millis, builder.lastBytes(), bytes)
                : "time of pod '%s' goes back from %d ms to %d ms. Maybe sort the file by pod and time?"
                        .formatted(pod, builder.lastMillis(), millis);
    }

    private PodTraceBuilder startAfresh(String pod, String workloadClass, PodTraceBuilder before) {
        gaps++;
        ended.add(before);
        int life = lives.merge(pod, 2, (old, _) -> old + 1);
        PodTraceBuilder fresh = builder(pod + "~" + life, workloadClass);
        open.put(pod, fresh);
        return fresh;
    }

    private long usualStep() {
        List<Long> sorted = new ArrayList<>(steps);
        sorted.sort(Long::compare);
        return sorted.isEmpty() ? 60_000 : sorted.get(sorted.size() / 2);
    }

    /** Ends the reading; refuses a set without any sample. */
    TraceSet finish(Path source) {
        List<PodTraceBuilder> all = new ArrayList<>(ended);
        open.values().stream().filter(b -> b.size() > 0).forEach(all::add);
        if (all.isEmpty()) {
            throw new TraceFormatException(
                    source, 0, 0, "holds no memory sample. Maybe the wrong file or folder?");
        }
        long origin = all.stream().mapToLong(PodTraceBuilder::firstMillis).min().orElse(0);
        long step = usualStep();
        List<PodTrace> pods = new ArrayList<>();
        for (PodTraceBuilder builder : all) {
            pods.add(builder.build(origin, step));
        }
        pods.sort(
                java.util.Comparator.comparingLong(PodTrace::startMillis)
                        .thenComparing(PodTrace::name));
        List<String> notes = new ArrayList<>();
        if (duplicates > 0) {
            notes.add(duplicates + " repeated samples were left out");
        }
        if (gaps > 0) {
            notes.add(gaps + " gaps were taken as the end of a pod and the start of another");
        }
        if (spacing > 0) {
            notes.add(
                    "%d samples are more than memory holds: the highest of every %d s was kept"
                            .formatted(samples, spacing / 1000));
        }
        return new TraceSet(source.toString(), step, pods, notes);
    }

    long samples() {
        return samples;
    }
}
