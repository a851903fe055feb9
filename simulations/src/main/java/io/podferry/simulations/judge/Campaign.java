package io.podferry.simulations.judge;

import io.podferry.simulations.workload.Workload;
import io.podferry.simulations.world.ClairvoyantPolicy;
import io.podferry.simulations.world.Deployment;
import io.podferry.simulations.world.PolicySource;
import io.podferry.simulations.world.RunResult;
import io.podferry.simulations.world.Timeline;
import io.podferry.simulations.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plays all runs of an experiment, several at a time. Immutable. */
public final class Campaign {
    private final int threads;
    private final RunStore store;
    private final Progress progress;

    /** Hears of every run that is through; called by one thread at a time. */
    @FunctionalInterface
    public interface Progress {
        void through(int done, int all);
    }

    /**
     * @param store keeps the results of runs, so that an interrupted campaign goes on
     */
    public Campaign(int threads, RunStore store, Progress progress) {
        this.threads = threads;
        this.store = store;
        this.progress = progress;
    }

    /** Every policy with every seed, and the yardsticks. */
    public Comparison play(Experiment experiment) throws InterruptedException {
        Set<String> names = new LinkedHashSet<>(experiment.policies());
        names.add(Comparison.NONE);
        names.add(ClairvoyantPolicy.NAME);
        Map<String, List<Future<RunResult>>> running = new LinkedHashMap<>();
        int all = names.size() * experiment.seeds();
        int[] done = {0};
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (String policy : names) {
                List<Future<RunResult>> row = new ArrayList<>();
                for (int seed = 1; seed <= experiment.seeds(); seed++) {
                    long number = seed;
                    Callable<RunResult> work =
                            () -> {
                                RunResult result = run(experiment, policy, number);
                                synchronized (done) {
                                    done[0]++;
                                    progress.through(done[0], all);
                                }
                                return result;
                            };
                    row.add(pool.submit(work));
                }
                running.put(policy, row);
            }
            return Comparison.of(experiment, collect(running));
        }
    }

    private static Map<String, List<RunResult>> collect(
            Map<String, List<Future<RunResult>>> running) throws InterruptedException {
        Map<String, List<RunResult>> results = new LinkedHashMap<>();
        for (Map.Entry<String, List<Future<RunResult>>> row : running.entrySet()) {
            List<RunResult> runs = new ArrayList<>();
            for (Future<RunResult> future : row.getValue()) {
                try {
                    runs.add(future.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(
                            "a run of policy '%s' failed: %s".formatted(row.getKey(), e.getCause()),
                            e.getCause());
                }
            }
            results.put(row.getKey(), runs);
        }
        return results;
    }

    private RunResult run(Experiment experiment, String policy, long seed) {
        return store.find(policy, seed)
                .orElseGet(() -> {
                    RunResult result = play(experiment, policy, seed, Timeline.NONE);
                    store.keep(policy, result);
                    return result;
                });
    }

    /** One run, watched. */
    public static RunResult play(
            Experiment experiment, String policy, long seed, Timeline timeline) {
        return play(
                experiment, PolicyCatalog.contender(policy, experiment.config()), seed, timeline);
    }

    /** One run of a policy without a name, watched. */
    public static RunResult play(
            Experiment experiment, PolicySource policy, long seed, Timeline timeline) {
        return play(experiment, Contender.of(policy), seed, timeline);
    }

    private static RunResult play(
            Experiment experiment, Contender contender, long seed, Timeline timeline) {
        Workload load = experiment.workload().draw(seed, experiment.copies());
        Deployment deployment = contender.deployment().apply(Deployment.of(experiment.config()));
        return new World(
                        experiment.config(),
                        load,
                        seed,
                        contender.policy(),
                        deployment.engine(),
                        deployment.limits(),
                        _ -> {},
                        timeline)
                .run();
    }
}
