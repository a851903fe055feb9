package io.podferry.simulations.world;

import java.util.Arrays;

/**
 * Events by time; those of one time in the order of their kinds, those of one kind in the order
 * they were put in. A heap of primitive arrays. Not thread-safe.
 */
final class EventQueue {
    /** Kinds of events, in the order in which they happen at one time. */
    enum Kind {
        STEP,
        END,
        THAW,
        RESTART,
        ARRIVE,
        TRANSFER,
        ACTION,
        KUBELET,
        SAMPLE,
        SCHEDULE,
        TICK,
        JUDGE
    }

    private static final int KIND_SHIFT = 56;
    private static final Kind[] KINDS = Kind.values();

    private long[] times = new long[1024];
    private long[] orders = new long[1024];
    private int[] subjects = new int[1024];
    private int[] versions = new int[1024];
    private int size;
    private long put;

    private long time;
    private long order;
    private int subject;
    private int version;

    boolean isEmpty() {
        return size == 0;
    }

    long nextTime() {
        return times[0];
    }

    /**
     * Puts an event in.
     *
     * @param subject pod, node or move it is about
     * @param version lets a late event be recognised as overtaken
     */
    void put(long atMillis, Kind kind, int subject, int version) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            subjects = Arrays.copyOf(subjects, 2 * size);
            versions = Arrays.copyOf(versions, 2 * size);
        }
        long key = (long) kind.ordinal() << KIND_SHIFT | put++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(atMillis, key, times[parent], orders[parent])) {
                break;
            }
            copy(parent, hole);
            hole = parent;
        }
        set(hole, atMillis, key, subject, version);
    }

    /** Takes the first event out; its parts are then at hand. */
    void take() {
        time = times[0];
        order = orders[0];
        subject = subjects[0];
        version = versions[0];
        size--;
        long lastTime = times[size];
        long lastOrder = orders[size];
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size
                    && before(times[child + 1], orders[child + 1], times[child], orders[child])) {
                child++;
            }
            if (!before(times[child], orders[child], lastTime, lastOrder)) {
                break;
            }
            copy(child, hole);
            hole = child;
        }
        if (size > 0) {
            set(hole, lastTime, lastOrder, subjects[size], versions[size]);
        }
    }

    long time() {
        return time;
    }

    Kind kind() {
        return KINDS[(int) (order >>> KIND_SHIFT)];
    }

    int subject() {
        return subject;
    }

    int version() {
        return version;
    }

    private static boolean before(long timeA, long orderA, long timeB, long orderB) {
        return timeA < timeB || timeA == timeB && orderA < orderB;
    }

    private void copy(int from, int to) {
        set(to, times[from], orders[from], subjects[from], versions[from]);
    }

    private void set(int at, long atMillis, long key, int about, int generation) {
        times[at] = atMillis;
        orders[at] = key;
        subjects[at] = about;
        versions[at] = generation;
    }
}
