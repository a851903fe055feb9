package io.podferry.simulations.judge;

import io.podferry.policy.plan.Policies;
import io.podferry.policy.units.NearestName;
import io.podferry.simulations.world.ClairvoyantPolicy;
import io.podferry.simulations.world.PolicySource;
import io.podferry.simulations.world.RunConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The product's policies, and the clairvoyant, which exists in simulations only. */
public final class PolicyCatalog {
    private PolicyCatalog() {}

    /** Stands for all of {@link #names} on the command line. */
    public static final String ALL = "all";

    /** Every policy of the product, and the clairvoyant. */
    public static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(Policies.names());
        names.add(ClairvoyantPolicy.NAME);
        return names;
    }

    /** The default policy with each of its parts taken out in turn. */
    public static List<String> ablations() {
        return Ablation.labels();
    }

    /** Names as somebody wrote them, checked, with {@value #ALL} written out and none twice. */
    public static List<String> expand(List<String> written) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : written) {
            if (name.equals(ALL)) {
                names.addAll(names());
            } else {
                require(name);
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException naming the nearest one
     */
    public static void require(String name) {
        SortedSet<String> known = names();
        known.addAll(ablations());
        if (!known.contains(name)) {
            String hint =
                    NearestName.of(name, known)
                            .map(near -> "Maybe '" + near + "'?")
                            .orElse("Known are: " + String.join(", ", known) + ".");
            throw new IllegalArgumentException("unknown policy '" + name + "'. " + hint);
        }
    }

    /** Makes the policy of that name. */
    public static PolicySource source(String name, RunConfig config) {
        return contender(name, config).policy();
    }

    static Contender contender(String name, RunConfig config) {
        require(name);
        return Ablation.find(name)
                .map(Ablation::contender)
                .orElseGet(() ->
                        Contender.of(
                                name.equals(ClairvoyantPolicy.NAME)
                                        ? truth -> new ClairvoyantPolicy(truth, config)
                                        : _ -> Policies.byName(name)));
    }
}
