package io.podferry.agent.migration;

/**
 * Waits between two looks at something: the shorter the cheaper a look is, so that looking takes a
 * tenth of a processor at most while CRIU needs all there is. Used by one thread.
 */
final class Pause {
    private static final long SHORTEST_NANOS = 3_000_000;
    private static final long LONGEST_NANOS = 20_000_000;
    private static final int SHARE = 10;

    private long woken = System.nanoTime();

    void await() throws InterruptedException {
        long cost = System.nanoTime() - woken;
        long nanos = Math.clamp(SHARE * cost, SHORTEST_NANOS, LONGEST_NANOS);
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        woken = System.nanoTime();
    }
}
