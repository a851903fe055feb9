package io.podferry.cli.demo;

import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.simulations.scenario.DemoScenario;
import io.podferry.simulations.scenario.DemoScenarios;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to play, checked: an object of this type makes sense.
 *
 * @param policies what to play one after another
 */
record DemoOptions(DemoScenario scenario, List<PolicyChoice> policies) {
    static final long GREATEST_SEED = (1L << 53) - 1;
    static final int MOST_NODES = 16;
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * @param policy null when none was asked for
     * @param compare whether the same load is played without a policy first
     * @throws IllegalArgumentException saying what makes no sense and what would
     */
    static DemoOptions of(
            @Nullable String policy, boolean compare, long seed, int nodes, Duration duration) {
        if (seed < 0 || seed > GREATEST_SEED) {
            throw new IllegalArgumentException(
                    "--seed must be between 0 and %d, was %d".formatted(GREATEST_SEED, seed));
        }
        if (nodes < 2 || nodes > MOST_NODES) {
            throw new IllegalArgumentException(
                    "--nodes must be between 2 and %d, was %d: a pod needs another node to go to"
                            .formatted(MOST_NODES, nodes));
        }
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "--duration must be between 5s and 1h, was %ds"
                            .formatted(duration.toSeconds()));
        }
        String name = policy == null ? "default" : policy;
        PolicyChoice chosen = PolicyChoice.of(name);
        if (compare && name.equals("none")) {
            throw new IllegalArgumentException(
                    "--compare plays 'none' beside another policy, and --policy names 'none' too."
                            + " Maybe leave one of the two options out?");
        }
        return new DemoOptions(
                DemoScenarios.crowdedNode(seed, nodes, duration),
                compare ? Stream.of(PolicyChoice.of("none"), chosen).toList() : List.of(chosen));
    }
}
