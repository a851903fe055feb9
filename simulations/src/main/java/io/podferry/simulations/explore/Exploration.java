package io.podferry.simulations.explore;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays all single faults, all ordered pairs, and seeds with everything at once, on all processors.
 * Stops at the first violation, which is then played again to tell its story.
 */
public final class Exploration {
    private final Bug bug;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong simulated = new AtomicLong();
    private final AtomicReference<@Nullable Plan> failed = new AtomicReference<>();

    public Exploration(Bug bug) {
        this.bug = bug;
    }

    /**
     * What was covered.
     *
     * @param points places where somebody can crash
     * @param singles single faults played
     * @param pairs ordered pairs of faults played
     * @param seeds seeds played
     */
    public record Report(
            int points,
            long singles,
            long pairs,
            long seeds,
            long runs,
            double simulatedSeconds,
            Optional<Violation> violation) {}

    /**
     * An exploration that has not begun.
     *
     * @param pairs whether ordered pairs are played too
     * @param seeds number of seeds, from {@code firstSeed} on
     */
    public Report explore(boolean pairs, long firstSeed, long seeds) {
        List<Single> singles = singles();
        long singleRuns = runs.get();
        long pairRuns = pairs && unbroken() ? pairs(singles) : 0;
        if (unbroken()) {
            LongStream.range(firstSeed, firstSeed + seeds)
                    .parallel()
                    .forEach(seed -> play(new Plan(seed, List.of(), true, bug)));
        }
        Set<String> points = new LinkedHashSet<>();
        singles.forEach(single -> points.add(single.fault().point()));
        return new Report(
                points.size(),
                singleRuns,
                pairRuns,
                unbroken() ? seeds : 0,
                runs.get(),
                simulated.get() / 1e3,
                Optional.ofNullable(failed.get()).flatMap(plan -> replay(plan)));
    }

    /** Plays one run again with its history. */
    public static Optional<Violation> replay(Plan plan) {
        return Trial.run(plan, true).violation();
    }

    private boolean unbroken() {
        return failed.get() == null;
    }

    /** A fault, and the points that the rest of its run passes. */
    private record Single(Fault fault, List<String> afterwards) {}

    /** Every point that any run passes, with every actor: faults lead to points of their own. */
    private List<Single> singles() {
        Set<String> known = new LinkedHashSet<>();
        List<Single> all = new ArrayList<>();
        List<String> fresh = new ArrayList<>(play(new Plan(1, List.of(), false, bug)).points());
        while (!fresh.isEmpty() && unbroken()) {
            known.addAll(fresh);
            Set<String> found = new LinkedHashSet<>();
            for (String point : fresh) {
                for (Actor actor : Actor.values()) {
                    Fault fault = new Fault(point, actor);
                    Trial.Outcome outcome = play(new Plan(1, List.of(fault), false, bug));
                    all.add(new Single(fault, List.copyOf(outcome.afterwards())));
                    found.addAll(outcome.points());
                }
            }
            found.removeAll(known);
            fresh = new ArrayList<>(found);
        }
        return all;
    }

    /**
     * Every fault after every other one. Where the second point is not passed after the first
     * fault, the pair is the single fault again and is left out.
     */
    private long pairs(List<Single> singles) {
        long before = runs.get();
        singles.parallelStream()
                .forEach(single -> {
                    for (String point : single.afterwards()) {
                        for (Actor actor : Actor.values()) {
                            Fault second = new Fault(point, actor);
                            play(new Plan(1, List.of(single.fault(), second), false, bug));
                        }
                    }
                });
        return runs.get() - before;
    }

    private Trial.Outcome play(Plan plan) {
        if (!unbroken()) {
            return new Trial.Outcome(Optional.empty(), Set.of(), Set.of(), 0);
        }
        Trial.Outcome outcome = Trial.run(plan, false);
        runs.incrementAndGet();
        simulated.addAndGet(outcome.simulatedMillis());
        if (outcome.violation().isPresent()) {
            failed.compareAndSet(null, plan);
        }
        return outcome;
    }
}
