package io.podferry.simulations.scenario;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A load with a name and a seed: the same name and seed give the same pods everywhere. Immutable.
 *
 * @param name for people
 * @param seed what the shapes were drawn from
 * @param nodes the cluster, at least two nodes
 * @param pods the load
 * @param duration length of a run
 * @param requestEvery time between two requests to each counter
 * @param restartDelay time from the kill of a pod to its new start from nothing
 */
public record DemoScenario(
        String name,
        long seed,
        List<DemoNode> nodes,
        List<DemoPod> pods,
        Duration duration,
        Duration requestEvery,
        Duration restartDelay) {
    public DemoScenario {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        Set<NodeName> known = new HashSet<>();
        for (DemoNode node : nodes) {
            requireNew(known.add(node.name()), "node", node.name().value());
        }
        Set<String> podNames = new HashSet<>();
        for (DemoPod pod : pods) {
            requireNew(podNames.add(pod.name()), "pod", pod.name());
            if (!known.contains(pod.node())) {
                throw new IllegalArgumentException(
                        "pod %s wants node %s, but the nodes are %s"
                                .formatted(pod.name(), pod.node(), known));
            }
        }
    }

    private static void requireNew(boolean added, String kind, String name) {
        if (!added) {
            throw new IllegalArgumentException(
                    "two %ss have the name %s. Maybe number them?".formatted(kind, name));
        }
    }

    /** The usable memory of a node of this scenario. */
    public DataSize usable(NodeName name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name + " in " + nodes))
                .usable();
    }
}
