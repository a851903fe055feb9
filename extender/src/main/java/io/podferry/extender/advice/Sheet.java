package io.podferry.extender.advice;

import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Rejection;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.Map;
import java.util.Optional;

/**
 * What one view says to all pods with the same request: worked out once for every node, so that a
 * request costs a look into two arrays per name. Immutable.
 */
final class Sheet {
    private static final int HIGHEST = 10;
    private static final byte PASSES = 0;
    private static final byte ENDANGERED = 1;
    private static final byte NO_HEADROOM = 2;

    private final ClusterView view;
    private final byte[] verdicts;
    private final byte[] scores;

    Sheet(
            ClusterView view,
            Map<String, Long> promised,
            Optional<DataSize> request,
            PlacementService placement,
            AdvisorConfig config) {
        this.view = view;
        this.verdicts = new byte[view.nodes().size()];
        this.scores = new byte[view.nodes().size()];
        DataSize memory = request.orElse(DataSize.ZERO);
        PlacementPod pod = new PlacementPod("a new pod", Optional.empty(), memory, memory);
        boolean headroom = config.headroom() && request.isPresent();
        for (int i = 0; i < verdicts.length; i++) {
            NodeOutlook node = view.nodes().get(i);
            if (!node.risk().stale()) {
                Long bytes = promised.isEmpty() ? null : promised.get(node.node().name().value());
                NodeOutlook there = NewPodAdvice.promised(node, bytes);
                PlacementPod beside = bytes == null ? pod : beside(pod, bytes);
                verdicts[i] = verdict(pod, there, placement, config, headroom);
                scores[i] = (byte) Math.round(placement.score(beside, there) * HIGHEST);
            }
        }
    }

    private static byte verdict(
            PlacementPod pod,
            NodeOutlook node,
            PlacementService placement,
            AdvisorConfig config,
            boolean headroom) {
        if (node.risk().exhaustionProbability() >= config.endangeredFrom()) {
            return ENDANGERED;
        }
        return headroom && placement.objection(pod, node).isPresent() ? NO_HEADROOM : PASSES;
    }

    /** What is promised to others will be there too. */
    private static PlacementPod beside(PlacementPod pod, long promised) {
        return new PlacementPod(
                pod.name(),
                pod.current(),
                pod.memory(),
                pod.expected().plus(new DataSize(promised)));
    }

    Verdicts reject(NodeNames asked) {
        NodeNames nodes = asked.in(view.names());
        Verdicts turned = new Verdicts(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.known(i) && verdicts[nodes.number(i)] != PASSES) {
                turned.reject(i, rejection(verdicts[nodes.number(i)]));
            }
        }
        return turned;
    }

    int[] score(NodeNames asked) {
        NodeNames nodes = asked.in(view.names());
        int[] given = new int[nodes.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = nodes.known(i) ? scores[nodes.number(i)] : 0;
        }
        return given;
    }

    private static Rejection rejection(byte verdict) {
        return verdict == ENDANGERED ? Reasons.ENDANGERED : Reasons.NO_HEADROOM;
    }
}
