package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.Rejection;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Advice about pods that are no clones. Nodes that are unknown, or whose samples are stale, are
 * never turned down and never praised.
 */
final class NewPodAdvice {
    private static final int HIGHEST = 10;

    private final AdvisorConfig config;
    private final PlacementService placement = PlacementService.newPods();

    NewPodAdvice(AdvisorConfig config) {
        this.config = config;
    }

    /** Whether the pod must be able to run on a node in danger too: what the node itself needs. */
    static boolean exempt(PodFacts pod) {
        return pod.priorityClass().equals("system-node-critical")
                || pod.priorityClass().equals("system-cluster-critical")
                || pod.owner().filter(owner -> owner.kind().equals("DaemonSet")).isPresent();
    }

    Map<String, Rejection> reject(
            ClusterView view, Map<String, Long> promised, PodFacts pod, List<String> nodes) {
        PlacementPod placed = placed(pod, 0);
        boolean headroom = config.headroom() && pod.memoryRequest().isPresent();
        Map<String, Rejection> rejections = new HashMap<>();
        for (String name : nodes) {
            NodeOutlook node = view.node(name);
            if (node == null || node.risk().stale()) {
                continue;
            }
            if (endangered(node)) {
                rejections.put(name, Reasons.ENDANGERED);
            } else if (headroom
                    && placement.objection(placed, promised(node, promised, name)).isPresent()) {
                rejections.put(name, Reasons.NO_HEADROOM);
            }
        }
        return rejections;
    }

    int[] score(ClusterView view, Map<String, Long> promised, PodFacts pod, List<String> nodes) {
        PlacementPod placed = placed(pod, 0);
        int[] scores = new int[nodes.size()];
        int next = 0;
        for (String name : nodes) {
            NodeOutlook node = view.node(name);
            if (node != null && !node.risk().stale()) {
                Long bytes = promised.isEmpty() ? null : promised.get(name);
                PlacementPod there = bytes == null ? placed : placed(pod, bytes);
                scores[next] = (int) Math.round(placement.score(there, node) * HIGHEST);
            }
            next++;
        }
        return scores;
    }

    /** Whether the node would have room for the pod once some memory is given back. */
    boolean roomAfter(
            NodeOutlook node, Map<String, Long> promised, PodFacts pod, DataSize givenBack) {
        if (node.risk().stale()) {
            return true;
        }
        long usable = node.node().usable().bytes();
        long request = pod.memoryRequest().map(DataSize::bytes).orElse(0L);
        String name = node.node().name().value();
        long others = promised.getOrDefault(name, 0L);
        long later = node.risk().q90().bytes() - givenBack.bytes();
        long now = node.node().memory().bytes() - givenBack.bytes();
        boolean calm = !endangered(node) || later + request <= usable;
        return calm && (!config.headroom() || now + others + request <= usable);
    }

    private boolean endangered(NodeOutlook node) {
        return node.risk().exhaustionProbability() >= config.endangeredFrom();
    }

    private static PlacementPod placed(PodFacts pod, long promised) {
        DataSize memory = pod.memoryRequest().orElse(DataSize.ZERO);
        return new PlacementPod(
                pod.name(), Optional.empty(), memory, memory.plus(new DataSize(promised)));
    }

    static NodeOutlook promised(NodeOutlook node, Map<String, Long> promised, String name) {
        Long bytes = promised.isEmpty() ? null : promised.get(name);
        return bytes == null
                ? node
                : new NodeOutlook(node.node(), node.risk(), new DataSize(bytes));
    }
}
