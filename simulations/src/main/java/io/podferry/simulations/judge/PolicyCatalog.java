package io.podferry.simulations.judge;

import io.podferry.policy.plan.Policies;
import io.podferry.policy.units.NearestName;
import io.podferry.simulations.world.ClairvoyantPolicy;
import io.podferry.simulations.world.PolicySource;
import io.podferry.simulations.world.RunConfig;
import java.util.SortedSet;
import java.util.TreeSet;

/** The product's policies, and the clairvoyant, which exists in simulations only. */
public final class PolicyCatalog {
    private PolicyCatalog() {}

    public static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(Policies.names());
        names.add(ClairvoyantPolicy.NAME);
        return names;
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException naming the nearest one
     */
    public static void require(String name) {
        if (!names().contains(name)) {
            String hint =
                    NearestName.of(name, names())
                            .map(near -> "Maybe '" + near + "'?")
                            .orElse("Known are: " + String.join(", ", names()) + ".");
            throw new IllegalArgumentException("unknown policy '" + name + "'. " + hint);
        }
    }

    public static PolicySource source(String name, RunConfig config) {
        require(name);
        return name.equals(ClairvoyantPolicy.NAME)
                ? truth -> new ClairvoyantPolicy(truth, config)
                : _ -> Policies.byName(name);
    }
}
