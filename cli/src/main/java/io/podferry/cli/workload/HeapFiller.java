package io.podferry.cli.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs in a pod, with nothing but the JDK: fills its heap along a saw-tooth over its own working
 * time, and lets the collector give it back. Working time is counted in ticks and never jumps, as
 * in {@code load.c}. Arguments: base MiB, peak MiB (of the heap alone), period in milliseconds.
 */
public final class HeapFiller {
    private static final int BLOCK = 1 << 20;
    private static final long TICK_MILLIS = 50;
    private static final double MOST_PER_TICK = 0.2;

    private HeapFiller() {}

    public static void main(String[] args) throws InterruptedException {
        int base = Integer.parseInt(args[0]);
        int peak = Integer.parseInt(args[1]);
        double period = Integer.parseInt(args[2]) / 1000.0;
        List<byte[]> blocks = new ArrayList<>();
        Random random = new Random(7);
        double worked = 0;
        long last = System.nanoTime();
        while (!Thread.interrupted()) {
            int wanted = base + (int) Math.floor((peak - base) * (worked % period) / period);
            if (wanted < blocks.size()) {
                blocks.subList(wanted, blocks.size()).clear();
                System.gc();
            }
            while (blocks.size() < wanted) {
                byte[] block = new byte[BLOCK];
                random.nextBytes(block);
                blocks.add(block);
            }
            Thread.sleep(TICK_MILLIS);
            long now = System.nanoTime();
            worked += Math.min((now - last) / 1e9, MOST_PER_TICK);
            last = now;
        }
    }
}
