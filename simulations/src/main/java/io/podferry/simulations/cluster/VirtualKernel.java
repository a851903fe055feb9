package io.podferry.simulations.cluster;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.scenario.DemoNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses victims as the kernel does: a pod over its own limit; on a node over its usable memory
 * the pod with the highest oom_score, which is the largest one, as all have the same adjustment.
 */
final class VirtualKernel {
    private VirtualKernel() {}

    record Victim(VirtualPod pod, String cause) {}

    static Optional<Victim> victim(DemoNode node, Population population) {
        List<VirtualPod> pods = population.on(node.name());
        for (VirtualPod pod : pods) {
            Optional<DataSize> limit = pod.program().spec().limit();
            if (limit.isPresent() && pod.memory().compareTo(limit.get()) > 0) {
                return Optional.of(
                        new Victim(
                                pod,
                                "it had %s, its own limit is %s"
                                        .formatted(pod.memory(), limit.get())));
            }
        }
        DataSize memory = population.memory(node.name());
        if (memory.compareTo(node.usable()) <= 0) {
            return Optional.empty();
        }
        return pods.stream()
                .max(
                        Comparator.comparing(VirtualPod::memory)
                                .thenComparing(VirtualPod::uid, Comparator.reverseOrder()))
                .map(pod ->
                        new Victim(
                                pod,
                                "%s had %s in use, usable are %s"
                                        .formatted(node.name(), memory, node.usable())));
    }
}
