package io.podferry.policy.engine.settings;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.Mode;
import io.podferry.policy.engine.MoveBudgets;
import io.podferry.policy.engine.PodSelector;
import io.podferry.policy.forecast.ForecastConfig;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.policy.plan.Policies;
import io.podferry.policy.plan.Policy;
import io.podferry.policy.plan.Rung;
import io.podferry.policy.risk.RiskConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checked content of a policy file: a value for every setting, and what namespaces override.
 * Immutable.
 *
 * @param name name of the policy file's object
 * @param values by the setting's path, as written; defaults where the file says nothing
 * @param modes mode per namespace that overrides it
 */
public record PolicySettings(
        String name, SortedMap<String, List<String>> values, SortedMap<String, Mode> modes) {
    public PolicySettings {
        SortedMap<String, List<String>> complete = new TreeMap<>(Catalog.defaults());
        complete.putAll(values);
        values = Collections.unmodifiableSortedMap(complete);
        modes = Collections.unmodifiableSortedMap(new TreeMap<>(modes));
    }

    /** What is in force without a file. */
    public static PolicySettings standard() {
        return new PolicySettings("default", new TreeMap<>(), new TreeMap<>());
    }

    /** A policy by name with its default parameters, acted on. */
    public static PolicySettings enforcing(String policy) {
        return standard().with(Map.of("policy", policy, "mode", "enforce"));
    }

    /** Some settings changed; the values must be good. */
    public PolicySettings with(Map<String, String> changes) {
        SortedMap<String, List<String>> changed = new TreeMap<>(values);
        changes.forEach((path, value) -> {
            Setting setting = Catalog.settings().get(path);
            String complaint =
                    setting == null ? "there is no such setting" : setting.complaint(value);
            if (!complaint.isEmpty()) {
                throw new IllegalArgumentException(path + ": " + complaint);
            }
            changed.put(path, List.of(value));
        });
        return new PolicySettings(name, changed, modes);
    }

    /** The policy that decides. */
    public Policy policy() {
        String wanted = text("policy");
        return wanted.equals(DefaultPolicy.NAME)
                ? new DefaultPolicy(policyConfig())
                : Policies.byName(wanted);
    }

    /** Parameters of the default policy. */
    public DefaultPolicyConfig policyConfig() {
        return new DefaultPolicyConfig(
                number("thresholds.share"),
                count("thresholds.polls"),
                number("thresholds.worthwhile"),
                number("weights.move"),
                number("weights.downtimeSecond"),
                number("weights.gibibyte"),
                count("thresholds.targetsTried"),
                number("thresholds.hopeless"),
                time("thresholds.reserve"),
                number("thresholds.headroom"),
                ladder());
    }

    /** Parameters of the engine. */
    public EngineConfig engine() {
        EngineConfig standard = EngineConfig.DEFAULT;
        return new EngineConfig(
                new RiskConfig(
                        time("horizons.risk"), time("horizons.staleAfter"), standard.risk().seed()),
                new ForecastConfig(
                        time("horizons.damping"),
                        time("horizons.classMemory"),
                        time("horizons.ownMemory"),
                        standard.forecast().leastScale()),
                Math.max(standard.dueWindow(), count("thresholds.polls") - 1),
                standard.reportedPods(),
                standard.risksOnDemand());
    }

    /** Limits of the coordinator; its waiting times are no matter of policy. */
    public CoordinatorConfig limits() {
        CoordinatorConfig standard = CoordinatorConfig.DEFAULT;
        return new CoordinatorConfig(
                count("budgets.movesPerSource"),
                count("budgets.movesPerTarget"),
                count("budgets.movesPerCluster"),
                count("budgets.movesPerHundredNodes"),
                time("budgets.coolDown"),
                time("budgets.returnBan"),
                standard.preflightTimeout(),
                standard.holdTimeout(),
                standard.shipTimeout(),
                standard.prepareTimeout(),
                standard.perGibibyte(),
                standard.retryAfter(),
                standard.retryAtMost(),
                standard.keep());
    }

    /** Limits on moves of pods that belong together. */
    public MoveBudgets budgets() {
        return new MoveBudgets(
                count("budgets.movesPerNamespace"),
                count("budgets.movesPerOwner"),
                text("budgets.disruptionBudgets").equals("respect"));
    }

    /** Which pods may be acted upon, and in which mode. */
    public PodSelector selector() {
        return new PodSelector(
                Mode.of(text("mode")),
                modes,
                values.getOrDefault("selector.namespaces", List.of()),
                values.getOrDefault("selector.labels", List.of()));
    }

    private Set<Rung> ladder() {
        Set<Rung> rungs = EnumSet.noneOf(Rung.class);
        for (Rung rung : Rung.values()) {
            if (values.getOrDefault("ladder", List.of()).contains(rung.word())) {
                rungs.add(rung);
            }
        }
        return rungs;
    }

    private String text(String path) {
        List<String> value = values.getOrDefault(path, List.of());
        return value.isEmpty() ? "" : value.getFirst();
    }

    private double number(String path) {
        return Setting.number(text(path));
    }

    private int count(String path) {
        return (int) number(path);
    }

    private Duration time(String path) {
        return Setting.duration(text(path));
    }
}
