package io.podferry.policy.plan;

import io.podferry.policy.plan.published.PublishedPolicies;
import io.podferry.policy.units.NearestName;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** All policies by name. */
public final class Policies {
    private static final Map<String, Supplier<Policy>> KNOWN = new TreeMap<>();

    static {
        KNOWN.put("none", NoMigrationPolicy::new);
        KNOWN.put(DefaultPolicy.NAME, DefaultPolicy::new);
        KNOWN.putAll(PublishedPolicies.all());
    }

    private Policies() {}

    /** Names that {@link #byName} knows, in alphabetical order. */
    public static SortedSet<String> names() {
        return new TreeSet<>(KNOWN.keySet());
    }

    /**
     * The policy of that name, with its default parameters.
     *
     * @throws IllegalArgumentException naming the nearest policy, or all of them, when there is no
     *     such policy
     */
    public static Policy byName(String name) {
        if (name.equals("clairvoyant")) {
            throw new IllegalArgumentException(
                    "the policy 'clairvoyant' needs true futures, which only a simulation has."
                            + " Maybe 'podferry simulate'?");
        }
        Supplier<Policy> policy = KNOWN.get(name);
        if (policy == null) {
            String hint =
                    NearestName.of(name, KNOWN.keySet())
                            .map(near -> "Maybe '" + near + "'?")
                            .orElse("Known are: " + String.join(", ", KNOWN.keySet()) + ".");
            throw new IllegalArgumentException("unknown policy '" + name + "'. " + hint);
        }
        return policy.get();
    }
}
