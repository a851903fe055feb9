package io.podferry.simulations.judge;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.forecast.ForecastConfig;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.plan.Admission;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.simulations.world.Deployment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The default policy with one of its parts taken out: what the part is worth is the paired
 * difference of both. Known as {@code default-without-...} on the command line.
 */
enum Ablation {
    /** Moves at the first tick that is due, although waiting is cheap. */
    HYSTERESIS {
        @Override
        DefaultPolicyConfig config(DefaultPolicyConfig c) {
            return of(
                    c,
                    1,
                    c.pricePerMove(),
                    c.pricePerSecond(),
                    c.pricePerGibibyte(),
                    c.reserve(),
                    c.headroom());
        }
    },
    /** Moves as soon as exhaustion is in sight, not at the last moment. */
    LEAD_RULE {
        @Override
        DefaultPolicyConfig config(DefaultPolicyConfig c) {
            return of(
                    c,
                    c.polls(),
                    c.pricePerMove(),
                    c.pricePerSecond(),
                    c.pricePerGibibyte(),
                    Duration.ofHours(1),
                    c.headroom());
        }
    },
    /** No room is kept for growth that nobody forecasts. */
    HEADROOM {
        @Override
        DefaultPolicyConfig config(DefaultPolicyConfig c) {
            return of(
                    c,
                    c.polls(),
                    c.pricePerMove(),
                    c.pricePerSecond(),
                    c.pricePerGibibyte(),
                    c.reserve(),
                    0);
        }
    },
    /** Kills alone count, not bytes and downtime. */
    PRICES {
        @Override
        DefaultPolicyConfig config(DefaultPolicyConfig c) {
            return of(c, c.polls(), 0, 0, 0, c.reserve(), c.headroom());
        }
    },
    /** Only the pod that may grow most is moved. */
    NEIGHBOURS {
        @Override
        PlanningInput input(PlanningInput input) {
            return with(input, input.durations(), new GrowersOnly(input));
        }
    },
    /** Durations of moves stay at what they are taken for before the first one. */
    LEARNED_DURATIONS {
        @Override
        PlanningInput input(PlanningInput input) {
            return with(input, new DurationModel(), input.admission());
        }
    },
    /** Earlier pods of a class tell nothing. */
    CLASS_HISTORY {
        @Override
        Deployment deployment(Deployment d) {
            ForecastConfig f = d.engine().forecast();
            return forecast(d, f.damping(), FOR_EVER, f.ownMemory());
        }
    },
    /** What a pod did before tells nothing. */
    OWN_HISTORY {
        @Override
        Deployment deployment(Deployment d) {
            ForecastConfig f = d.engine().forecast();
            return forecast(d, f.damping(), f.classMemory(), Duration.ZERO);
        }
    },
    /** Trends go on for ever. */
    DAMPING {
        @Override
        Deployment deployment(Deployment d) {
            ForecastConfig f = d.engine().forecast();
            return forecast(d, FOR_EVER, f.classMemory(), f.ownMemory());
        }
    },
    /** Pods may move again at once, and back. */
    COOL_DOWN {
        @Override
        Deployment deployment(Deployment d) {
            CoordinatorConfig l = d.limits();
            return with(
                    d,
                    d.engine().forecast(),
                    new CoordinatorConfig(
                            l.movesPerSource(),
                            l.movesPerTarget(),
                            l.movesPerCluster(),
                            l.movesPerHundredNodes(),
                            Duration.ZERO,
                            Duration.ZERO,
                            l.preflightTimeout(),
                            l.holdTimeout(),
                            l.shipTimeout(),
                            l.prepareTimeout(),
                            l.perGibibyte(),
                            l.retryAfter(),
                            l.retryAtMost(),
                            l.keep()));
        }
    };

    private static final String PREFIX = DefaultPolicy.NAME + "-without-";
    private static final Duration FOR_EVER = Duration.ofDays(100);

    /** Name on the command line. */
    String label() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Ablation> find(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Ablation::label).toList();
    }

    DefaultPolicyConfig config(DefaultPolicyConfig config) {
        return config;
    }

    PlanningInput input(PlanningInput input) {
        return input;
    }

    Deployment deployment(Deployment deployment) {
        return deployment;
    }

    Contender contender() {
        UnaryOperator<PlanningInput> change = this::input;
        return new Contender(
                _ ->
                        new ChangedInput(
                                label(),
                                new DefaultPolicy(config(DefaultPolicyConfig.DEFAULT)),
                                change),
                this::deployment);
    }

    private static DefaultPolicyConfig of(
            DefaultPolicyConfig c,
            int polls,
            double perMove,
            double perSecond,
            double perGibibyte,
            Duration reserve,
            double headroom) {
        return new DefaultPolicyConfig(
                c.share(),
                polls,
                c.worthwhile(),
                perMove,
                perSecond,
                perGibibyte,
                c.targetsTried(),
                c.hopeless(),
                reserve,
                headroom);
    }

    private static PlanningInput with(
            PlanningInput input, DurationModel durations, Admission admission) {
        return new PlanningInput(
                input.cluster(),
                input.futures(),
                input.inFlight(),
                input.dueBefore(),
                durations,
                input.placement(),
                input.tickInterval(),
                input.staleAfter(),
                admission);
    }

    private static Deployment forecast(
            Deployment d, Duration damping, Duration classMemory, Duration ownMemory) {
        double leastScale = d.engine().forecast().leastScale();
        return with(d, new ForecastConfig(damping, classMemory, ownMemory, leastScale), d.limits());
    }

    private static Deployment with(
            Deployment deployment, ForecastConfig forecast, CoordinatorConfig limits) {
        EngineConfig engine = deployment.engine();
        return new Deployment(
                new EngineConfig(
                        engine.risk(),
                        forecast,
                        engine.dueWindow(),
                        engine.reportedPods(),
                        engine.risksOnDemand()),
                limits);
    }
}
