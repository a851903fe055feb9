package io.podferry.simulations.tune;

import io.podferry.policy.plan.DefaultPolicyConfig;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A parameter of the default policy that is searched, on a logarithmic scale.
 *
 * @param section section of the policy file's spec
 * @param key key in that section
 * @param least smallest value tried, above 0
 * @param most largest value tried
 * @param unit what follows the number in the file
 * @param read its value in a configuration
 */
record Parameter(
        String section,
        String key,
        double least,
        double most,
        String unit,
        ToDoubleFunction<DefaultPolicyConfig> read) {
    /** As many as no decision depends on more. */
    private static final MathContext DIGITS = new MathContext(6);

    static final List<Parameter> ALL =
            List.of(
                    new Parameter(
                            "thresholds", "share", 0.005, 0.4, "", DefaultPolicyConfig::share),
                    new Parameter(
                            "thresholds",
                            "worthwhile",
                            0.001,
                            0.5,
                            "",
                            DefaultPolicyConfig::worthwhile),
                    new Parameter(
                            "thresholds", "hopeless", 0.3, 1, "", DefaultPolicyConfig::hopeless),
                    new Parameter(
                            "thresholds",
                            "reserve",
                            100,
                            60_000,
                            "ms",
                            c -> Math.max(1, c.reserve().toMillis())),
                    new Parameter(
                            "weights", "move", 0.0005, 0.3, "", DefaultPolicyConfig::pricePerMove),
                    new Parameter(
                            "weights",
                            "downtimeSecond",
                            0.00002,
                            0.02,
                            "",
                            DefaultPolicyConfig::pricePerSecond),
                    new Parameter(
                            "weights",
                            "gibibyte",
                            0.00002,
                            0.02,
                            "",
                            DefaultPolicyConfig::pricePerGibibyte));

    /** Place between least and most, 0 to 1. */
    double place(DefaultPolicyConfig config) {
        double value = Math.clamp(read.applyAsDouble(config), least, most);
        return Math.log(value / least) / Math.log(most / least);
    }

    double value(double place) {
        return least * Math.pow(most / least, Math.clamp(place, 0, 1));
    }

    /** The value as the policy file has it. */
    String written(double value) {
        return unit.equals("ms")
                ? Math.round(value) + unit
                : BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
