package io.podferry.policy.cluster;

import io.podferry.policy.units.DataSize;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What some sources tell of a pod beyond {@link PodSnapshot}'s essentials. Absent means unknown.
 *
 * @param request the sum of the containers' memory requests
 * @param swap memory of the pod that was swapped out; it counts as demand
 * @param pressureSome10 PSI memory "some avg10" of the pod in percent: above a few percent a flat
 *     curve means that the pod is held down (memory.high, reclaim), not that it stopped growing
 * @param priority scheduling priority; a lower one goes first
 * @param owner who started it: "kind/name", for budgets per owner
 * @param disruptionsAllowed how many more pods of its disruption budget may be disrupted now
 * @param victim the adjustment that the kernel's choice of a victim uses, -1000 to 1000
 */
public record PodDetail(
        Optional<DataSize> request,
        DataSize swap,
        OptionalDouble pressureSome10,
        OptionalInt priority,
        Optional<String> owner,
        OptionalInt disruptionsAllowed,
        OptionalInt victim) {
    /** Nothing more is known. */
    public static final PodDetail NONE =
            new PodDetail(
                    Optional.empty(),
                    DataSize.ZERO,
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty());
}
