package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Advice about pods that are no clones. Nodes that are unknown, or whose samples are stale, are
 * never turned down and never praised. Thread-safe.
 */
final class NewPodAdvice {
    private static final int SHEETS = 256;

    private final AdvisorConfig config;
    private final PlacementService placement = PlacementService.newPods();
    private volatile @Nullable Sheets sheets;

    /** The sheets that hold as long as view and promises do. */
    private record Sheets(
            ClusterView view,
            Map<String, Long> promised,
            Map<Optional<DataSize>, Sheet> byRequest) {}

    NewPodAdvice(AdvisorConfig config) {
        this.config = config;
    }

    /** Whether the pod must be able to run on a node in danger too: what the node itself needs. */
    static boolean exempt(PodFacts pod) {
        return pod.priorityClass().equals("system-node-critical")
                || pod.priorityClass().equals("system-cluster-critical")
                || pod.owner().filter(owner -> owner.kind().equals("DaemonSet")).isPresent();
    }

    /** What the view says to such a pod. */
    Sheet sheet(ClusterView view, Map<String, Long> promised, PodFacts pod) {
        Sheets known = sheets;
        if (known == null || known.view() != view || !known.promised().equals(promised)) {
            known = new Sheets(view, promised, new ConcurrentHashMap<>());
            sheets = known;
        }
        if (known.byRequest().size() > SHEETS) {
            known.byRequest().clear();
        }
        return known.byRequest()
                .computeIfAbsent(
                        pod.memoryRequest(),
                        request -> new Sheet(view, promised, request, placement, config));
    }

    /** Whether the node would have room for the pod once some memory is given back. */
    boolean roomAfter(
            NodeOutlook node, Map<String, Long> promised, PodFacts pod, DataSize givenBack) {
        if (node.risk().stale()) {
            return true;
        }
        long usable = node.node().usable().bytes();
        long request = pod.memoryRequest().map(DataSize::bytes).orElse(0L);
        long others = promised.getOrDefault(node.node().name().value(), 0L);
        long later = node.risk().q90().bytes() - givenBack.bytes();
        long now = node.node().memory().bytes() - givenBack.bytes();
        boolean endangered = node.risk().exhaustionProbability() >= config.endangeredFrom();
        boolean calm = !endangered || later + request <= usable;
        return calm && (!config.headroom() || now + others + request <= usable);
    }

    static NodeOutlook promised(NodeOutlook node, @Nullable Long bytes) {
        return bytes == null
                ? node
                : new NodeOutlook(node.node(), node.risk(), new DataSize(bytes));
    }
}
