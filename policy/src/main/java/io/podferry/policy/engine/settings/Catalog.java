package io.podferry.policy.engine.settings;

import io.podferry.policy.engine.MoveBudgets;
import io.podferry.policy.forecast.ForecastConfig;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.policy.plan.Policies;
import io.podferry.policy.plan.Rung;
import io.podferry.policy.risk.RiskConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All settings of the policy file; their defaults are those of the stages' configurations. */
public final class Catalog {
    private static final SortedMap<String, Setting> SETTINGS = new TreeMap<>();
    private static final double DAY = 86_400;

    static {
        choice("policy", List.copyOf(Policies.names()), "default", "Which policy decides.", false);
        choice(
                "mode",
                List.of("recommend", "enforce"),
                "recommend",
                "Whether decisions are only recorded, or acted on.",
                true);
        add(
                new Setting(
                        "ladder",
                        Kind.CHOICES,
                        0,
                        0,
                        Rung.MIGRATE.word(),
                        Arrays.stream(Rung.values()).map(Rung::word).toList(),
                        "What the default policy may do; rungs that this place cannot carry out are"
                                + " refused.",
                        false));
        words("selector.namespaces", "Only pods of these namespaces are moved; all without any.");
        words("selector.labels", "Only pods with all these labels, as key=value, are moved.");
        thresholds();
        horizons();
        weights();
        budgets();
    }

    private Catalog() {}

    private static void thresholds() {
        DefaultPolicyConfig policy = DefaultPolicyConfig.DEFAULT;
        number(
                "thresholds.share",
                Kind.SHARE,
                0.001,
                0.5,
                policy.share(),
                "Share of the futures that must see exhaustion before a move is due.",
                false);
        number(
                "thresholds.worthwhile",
                Kind.NUMBER,
                0,
                1,
                policy.worthwhile(),
                "Least number of expected kills that a move must save.",
                false);
        number(
                "thresholds.hopeless",
                Kind.SHARE,
                0.1,
                1,
                policy.hopeless(),
                "Probability of exhaustion during a move from which on it is in vain.",
                false);
        number(
                "thresholds.headroom",
                Kind.SHARE,
                0,
                0.9,
                policy.headroom(),
                "Most of a node that is kept free for growth that its pods have shown; 0: none.",
                false);
        number(
                "thresholds.polls",
                Kind.COUNT,
                1,
                31,
                policy.polls(),
                "Number of due looks that a move needs when waiting is cheap.",
                false);
        number(
                "thresholds.targetsTried",
                Kind.COUNT,
                1,
                24,
                policy.targetsTried(),
                "How many of a pod's best targets are looked at in detail.",
                false);
        time(
                "thresholds.reserve",
                0,
                600,
                policy.reserve(),
                "Time kept between the end of a move and exhaustion.");
    }

    private static void horizons() {
        RiskConfig risk = RiskConfig.DEFAULT;
        ForecastConfig forecast = ForecastConfig.DEFAULT;
        time(
                "horizons.risk",
                10,
                3600,
                risk.horizon(),
                "How far to look at least; long moves extend it.");
        time("horizons.staleAfter", 1, 3600, risk.staleAfter(), "Age from which data are unknown.");
        time(
                "horizons.damping",
                1,
                DAY,
                forecast.damping(),
                "Time constant with which a trend dies away.");
        time(
                "horizons.classMemory",
                1,
                DAY,
                forecast.classMemory(),
                "How far ahead a class's history counts as much as the trend.");
        time(
                "horizons.ownMemory",
                0,
                DAY,
                forecast.ownMemory(),
                "How long ago a pod's own growth may lie to be expected again.");
    }

    private static void weights() {
        DefaultPolicyConfig policy = DefaultPolicyConfig.DEFAULT;
        String unit = " In expected kills.";
        number(
                "weights.move",
                Kind.NUMBER,
                0,
                1,
                policy.pricePerMove(),
                "Price of a move." + unit,
                false);
        number(
                "weights.downtimeSecond",
                Kind.NUMBER,
                0,
                1,
                policy.pricePerSecond(),
                "Price of a second of downtime." + unit,
                false);
        number(
                "weights.gibibyte",
                Kind.NUMBER,
                0,
                1,
                policy.pricePerGibibyte(),
                "Price of a GiB sent." + unit,
                false);
    }

    private static void budgets() {
        CoordinatorConfig limits = CoordinatorConfig.DEFAULT;
        count("budgets.movesPerSource", limits.movesPerSource(), "Moves that may leave a node.");
        count("budgets.movesPerTarget", limits.movesPerTarget(), "Moves that may enter a node.");
        count("budgets.movesPerCluster", limits.movesPerCluster(), "Moves in the whole cluster.");
        count(
                "budgets.movesPerHundredNodes",
                limits.movesPerHundredNodes(),
                "Moves for every hundred nodes, 2 in any cluster.");
        MoveBudgets together = MoveBudgets.DEFAULT;
        count("budgets.movesPerNamespace", together.perNamespace(), "Moves of a namespace's pods.");
        count("budgets.movesPerOwner", together.perOwner(), "Moves of one owner's pods.");
        choice(
                "budgets.disruptionBudgets",
                List.of("respect", "ignore"),
                "respect",
                "Whether a pod stays whose PodDisruptionBudget allows no disruption.",
                false);
        time("budgets.coolDown", 0, DAY, limits.coolDown(), "How long a pod rests after a move.");
        time(
                "budgets.returnBan",
                0,
                DAY,
                limits.returnBan(),
                "How long a pod may not return to a node it left.");
    }

    private static void count(String path, int standard, String meaning) {
        number(path, Kind.COUNT, 1, 10_000, standard, meaning + " At the same time.", false);
    }

    private static void number(
            String path,
            Kind kind,
            double least,
            double most,
            double standard,
            String meaning,
            boolean perNamespace) {
        String text = Durations.number(standard);
        add(new Setting(path, kind, least, most, text, List.of(), meaning, perNamespace));
    }

    private static void time(
            String path, double least, double most, Duration standard, String meaning) {
        String text = Durations.text(standard);
        add(new Setting(path, Kind.DURATION, least, most, text, List.of(), meaning, false));
    }

    private static void choice(
            String path, List<String> words, String standard, String meaning, boolean namespaced) {
        add(new Setting(path, Kind.CHOICE, 0, 0, standard, words, meaning, namespaced));
    }

    private static void words(String path, String meaning) {
        add(new Setting(path, Kind.WORDS, 0, 0, "", List.of(), meaning, false));
    }

    private static void add(Setting setting) {
        SETTINGS.put(setting.path(), setting);
    }

    /** All settings by path. */
    public static SortedMap<String, Setting> settings() {
        return new TreeMap<>(SETTINGS);
    }

    /** The default of every setting, as it would be written. */
    public static Map<String, List<String>> defaults() {
        Map<String, List<String>> defaults = new TreeMap<>();
        SETTINGS.forEach((path, setting) ->
                defaults.put(
                        path,
                        setting.standard().isEmpty() ? List.of() : List.of(setting.standard())));
        return defaults;
    }

    /** Keys that may stand directly below a path, for the nearest name. */
    static List<String> keysBelow(String path) {
        List<String> keys = new ArrayList<>();
        String prefix = path.isEmpty() ? "" : path + ".";
        for (String known : SETTINGS.keySet()) {
            if (known.startsWith(prefix)) {
                String rest = known.substring(prefix.length());
                int dot = rest.indexOf('.');
                String key = dot < 0 ? rest : rest.substring(0, dot);
                if (!keys.contains(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
