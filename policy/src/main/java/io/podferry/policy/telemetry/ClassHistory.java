package io.podferry.policy.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole lives of ended pods, per workload class. Bounded: a number of classes, of lives per class,
 * and of running pods whose life is recorded. Not thread-safe.
 */
public final class ClassHistory {
    static final int LIVES_PER_CLASS = 8;
    static final int RECORDERS_PER_CLASS = 64;
    static final int RECORDERS = 32768;
    static final int CLASSES = 1024;
    static final int NAMES = 2048;
    private static final int LEAST_LIFE = 8;
    private static final int GROWTH_WINDOW_MILLIS = 640_000;

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final LinkedHashMap<String, Lifetime> left =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Lifetime> eldest) {
                    return size() > NAMES;
                }
            };
    private int recorders;

    /** What is known of one class. */
    private static final class Kind {
        private final String name;
        private final ArrayDeque<Lifetime> ended = new ArrayDeque<>();
        private int recorders;
        private int added;
        private double steepest;

        private Kind(String name) {
            this.name = name;
        }
    }

    /** A number for the class; classes beyond the bound share the last number. */
    int id(String workloadClass) {
        Integer known = ids.get(workloadClass);
        if (known != null) {
            return known;
        }
        if (kinds.size() >= CLASSES) {
            return CLASSES - 1;
        }
        kinds.add(new Kind(workloadClass));
        ids.put(workloadClass, kinds.size() - 1);
        return kinds.size() - 1;
    }

    /** A place to record a life, when one is free. */
    @Nullable Lifetime recorder(int id) {
        Kind kind = kinds.get(id);
        if (kind.recorders >= RECORDERS_PER_CLASS || recorders >= RECORDERS || shared(id)) {
            return null;
        }
        kind.recorders++;
        recorders++;
        return new Lifetime();
    }

    /** A place for the life of a pod that grows, beside those that stand for their class. */
    @Nullable Lifetime growersRecorder() {
        if (recorders >= RECORDERS) {
            return null;
        }
        recorders++;
        return new Lifetime();
    }

    /** The life of a pod that grew is over; it does not stand for its class. */
    void growerEnded() {
        recorders--;
    }

    /** A pod is gone; one with its name may come again. */
    void left(String name, Lifetime life) {
        left.put(name, life);
    }

    /** The life of an earlier pod of this name. */
    @Nullable Lifetime earlier(String name) {
        return left.get(name);
    }

    /** A recorded life is over. */
    void ended(int id, Lifetime life, boolean whole) {
        Kind kind = kinds.get(id);
        kind.recorders--;
        recorders--;
        if (whole && life.size() >= LEAST_LIFE) {
            add(kind, life);
        }
    }

    private static void add(Kind kind, Lifetime life) {
        kind.ended.addLast(life);
        kind.added++;
        if (kind.ended.size() > LIVES_PER_CLASS) {
            kind.ended.removeFirst();
        }
        kind.steepest = 0;
        for (Lifetime known : kind.ended) {
            kind.steepest = Math.max(kind.steepest, steepest(known));
        }
    }

    /** Adds a life that was kept by an earlier process. */
    void restore(String workloadClass, Lifetime life) {
        int id = id(workloadClass);
        if (!shared(id)) {
            add(kinds.get(id), life);
        }
    }

    /** Lives of ended pods of the class, oldest first. */
    public List<Lifetime> lives(int id) {
        return shared(id) ? List.of() : List.copyOf(kinds.get(id).ended);
    }

    /** How many lives of the class have ended so far: tells whether {@link #lives} changed. */
    public int endedLives(int id) {
        return kinds.get(id).added;
    }

    /** Most that any ended pod of the class grew within about ten minutes, bytes. */
    public double steepest(int id) {
        return kinds.get(id).steepest;
    }

    /** Number of classes seen. */
    public int classes() {
        return kinds.size();
    }

    /** Name of a class. */
    public String name(int id) {
        return kinds.get(id).name;
    }

    private static boolean shared(int id) {
        return id == CLASSES - 1;
    }

    private static double steepest(Lifetime life) {
        double most = 0;
        for (int from = 0; from < life.size(); from++) {
            for (int to = from + 1; to < life.size(); to++) {
                most = Math.max(most, life.bytes(to) - life.bytes(from));
                if (life.millis(to) - life.millis(from) > GROWTH_WINDOW_MILLIS) {
                    break;
                }
            }
        }
        return most;
    }
}
