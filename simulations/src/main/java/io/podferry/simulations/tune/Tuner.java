package io.podferry.simulations.tune;

import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.simulations.judge.Bootstrap;
import io.podferry.simulations.judge.Campaign;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.world.RunResult;
import io.podferry.simulations.world.Timeline;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * CMA-ES over the parameters of the default policy. The cost of a run is the lost work in pod hours
 * plus {@value #HOURS_PER_GIB} hours for every GiB moved. Stops early when {@value #PATIENCE}
 * evaluations in a row have found nothing better. Not thread-safe.
 */
public final class Tuner {
    static final double HOURS_PER_GIB = 0.0005;
    private static final int PATIENCE = 40;

    /** Fewer pairs than that agree by chance too often for a claim: eight do in one case of 128. */
    private static final int LEAST_PAIRS = 8;

    private static final double FIRST_STEP = 0.2;
    private static final double GIB = 1L << 30;

    private final Experiment train;
    private final Experiment validate;
    private final Trials trials;
    private final BiConsumer<Integer, Double> progress;
    private DefaultPolicyConfig best = DefaultPolicyConfig.DEFAULT;
    private double bestCost = Double.POSITIVE_INFINITY;
    private int evaluations;
    private int sinceBest;

    /**
     * @param trials answers what an interrupted search has asked already
     * @param progress hears of every evaluation: its number and the best cost so far
     */
    public Tuner(
            Experiment train,
            Experiment validate,
            Trials trials,
            BiConsumer<Integer, Double> progress) {
        this.train = train;
        this.validate = validate;
        this.trials = trials;
        this.progress = progress;
    }

    /**
     * What the search came to.
     *
     * @param tuned best parameters on the training set
     * @param trainedCost their cost there
     * @param standardCost the cost of the standard parameters on the validation set
     * @param gain cost of the standard parameters minus that of the tuned ones on the validation
     *     set, paired by seed, with its 95 % interval
     */
    public record Outcome(
            DefaultPolicyConfig tuned,
            int evaluations,
            double trainedCost,
            double standardCost,
            Bootstrap.Interval gain) {
        /** Whether the gain is more than noise. */
        public boolean proven() {
            return gain.low() > 0;
        }

        /** The tuned parameters as a policy file. */
        public String yaml() {
            StringBuilder text =
                    new StringBuilder(
                            "apiVersion: podferry.io/v1alpha1\n"
                                    + "kind: MigrationPolicy\n"
                                    + "metadata:\n"
                                    + "  name: tuned\n"
                                    + "spec:\n");
            for (String section : List.of("thresholds", "weights")) {
                text.append("  ").append(section).append(":\n");
                for (Parameter parameter : Parameter.ALL) {
                    if (parameter.section().equals(section)) {
                        text.append("    ")
                                .append(parameter.key())
                                .append(": ")
                                .append(parameter.written(parameter.read().applyAsDouble(tuned)))
                                .append('\n');
                    }
                }
            }
            return text.toString();
        }
    }

    /**
     * Searches.
     *
     * @param most trials at most, 1 or more; the first is of the standard parameters
     */
    public Outcome tune(int most) {
        int size = Parameter.ALL.size();
        double[] start =
                Parameter.ALL.stream()
                        .mapToDouble(p -> p.place(DefaultPolicyConfig.DEFAULT))
                        .toArray();
        double[] ones = new double[size];
        double[] steps = new double[size];
        Arrays.fill(ones, 1);
        Arrays.fill(steps, FIRST_STEP);
        CMAESOptimizer search =
                new CMAESOptimizer(most, 0, true, 0, 0, new MersenneTwister(1), false, null);
        try {
            cost(start);
            search.optimize(
                    new MaxEval(most - 1),
                    new ObjectiveFunction(this::cost),
                    GoalType.MINIMIZE,
                    new InitialGuess(start),
                    new SimpleBounds(new double[size], ones),
                    new CMAESOptimizer.Sigma(steps),
                    new CMAESOptimizer.PopulationSize(4 + (int) (3 * Math.log(size))));
        } catch (TooManyEvaluationsException | Enough e) {
            progress.accept(evaluations, bestCost);
        }
        int pairs = Math.max(LEAST_PAIRS, validate.seeds());
        double[] standard = costs(validate, DefaultPolicyConfig.DEFAULT, pairs);
        double[] tuned = costs(validate, best, pairs);
        return new Outcome(
                best,
                evaluations,
                bestCost,
                Arrays.stream(standard).average().orElse(0),
                Bootstrap.difference(standard, tuned));
    }

    /** Ends the search. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private double cost(double[] places) {
        if (sinceBest >= PATIENCE) {
            throw new Enough();
        }
        DefaultPolicyConfig config = config(places);
        double cost = trials.find(places).orElseGet(() -> played(places, config));
        evaluations++;
        sinceBest++;
        if (cost < bestCost) {
            bestCost = cost;
            best = config;
            sinceBest = 0;
        }
        progress.accept(evaluations, bestCost);
        return cost;
    }

    private double played(double[] places, DefaultPolicyConfig config) {
        double cost = Arrays.stream(costs(train, config, train.seeds())).average().orElse(0);
        trials.keep(places, cost);
        return cost;
    }

    private static DefaultPolicyConfig config(double[] places) {
        double[] values = new double[places.length];
        Arrays.setAll(values, i -> Parameter.ALL.get(i).value(places[i]));
        DefaultPolicyConfig standard = DefaultPolicyConfig.DEFAULT;
        return new DefaultPolicyConfig(
                values[0],
                standard.polls(),
                values[1],
                values[4],
                values[5],
                values[6],
                standard.targetsTried(),
                values[2],
                Duration.ofMillis(Math.round(values[3])),
                standard.headroom());
    }

    private static double[] costs(Experiment experiment, DefaultPolicyConfig config, int seeds) {
        return IntStream.rangeClosed(1, seeds)
                .parallel()
                .mapToDouble(seed ->
                        cost(
                                Campaign.play(
                                        experiment,
                                        _ -> new DefaultPolicy(config),
                                        seed,
                                        Timeline.NONE)))
                .toArray();
    }

    private static double cost(RunResult run) {
        return run.lostPodSeconds() / 3600 + HOURS_PER_GIB * run.bytesMoved() / GIB;
    }
}
