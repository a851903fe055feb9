package io.podferry.simulations.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Virtual time, chance, and a short memory of what happened. Not thread-safe. */
final class Clockwork {
    private static final int REMEMBERED = 60;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<String> history = new ArrayDeque<>();
    private final boolean telling;
    private long now;
    private long number;

    final SplittableRandom random;

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /**
     * @param telling whether a history is kept
     */
    Clockwork(long seed, boolean telling) {
        this.random = new SplittableRandom(seed);
        this.telling = telling;
    }

    long now() {
        return now;
    }

    void after(long millis, Runnable what) {
        events.add(new Event(now + millis, number++, what));
    }

    /** Performs the next event; false when there is none before the given time. */
    boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.at() > until) {
            return false;
        }
        events.remove();
        now = next.at();
        next.what().run();
        return true;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    void tell(String who, String what) {
        if (telling) {
            history.addLast("%9.3f %-13s %s".formatted(now / 1e3, who, what));
            if (history.size() > REMEMBERED) {
                history.removeFirst();
            }
        }
    }

    List<String> history() {
        return new ArrayList<>(history);
    }
}
