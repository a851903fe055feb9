package io.podferry.simulations.explore;

import java.util.SplittableRandom;

/**
 * What misbehaves in a run, drawn from its seed. Everything stops at {@code until}.
 *
 * @param until end of all faults, simulated milliseconds
 * @param loss share of the messages that are lost
 * @param repeat share of the messages that come twice
 * @param slow share of the messages that come late, and so overtaken
 * @param partitions share of the half-seconds that begin a partition
 * @param crashes share of the half-seconds in which somebody crashes
 * @param powerLoss share of the crashes that take the whole machine
 * @param staleReads share of the reads of the store that are up to ten revisions old
 * @param fullDisk share of the writes that find a disk full
 * @param rot share of the stored or sent checkpoints in which a chunk is spoilt
 * @param zombies share of the engine's crashes after which the old process lives on
 * @param skewMillis most by which the clocks of two engine processes differ
 * @param drift most by which the timers of nodes run slow or fast
 * @param interference share of the half-seconds in which somebody aborts the migration
 */
record Chaos(
        long until,
        double loss,
        double repeat,
        double slow,
        double partitions,
        double crashes,
        double powerLoss,
        double staleReads,
        double fullDisk,
        double rot,
        double zombies,
        long skewMillis,
        double drift,
        double interference) {
    /** Nothing but what is planned. */
    static final Chaos CALM = new Chaos(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Each kind of trouble is there in a part of the runs only, so that it is met alone too. */
    static Chaos draw(SplittableRandom random) {
        return new Chaos(
                random.nextLong(2_000, random.nextInt(4) == 0 ? 60_000 : 20_000),
                some(random, 0.4, 0.3),
                some(random, 0.5, 0.3),
                some(random, 0.5, 0.3),
                some(random, 0.3, 0.15),
                some(random, 0.6, 0.3),
                some(random, 0.5, 0.5),
                some(random, 0.4, 0.7),
                some(random, 0.3, 0.2),
                some(random, 0.4, 0.3),
                some(random, 0.4, 0.8),
                random.nextBoolean() ? random.nextLong(5_000) : 0,
                random.nextBoolean() ? 0.1 : 0,
                some(random, 0.3, 0.1));
    }

    private static double some(SplittableRandom random, double often, double most) {
        return random.nextDouble() < often ? random.nextDouble() * most : 0;
    }
}
