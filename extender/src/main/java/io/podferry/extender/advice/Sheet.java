package io.podferry.extender.advice;

import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.Map;
import java.util.Optional;

/**
 * What one view says to all pods with the same request. A node is judged when it is first asked
 * about: kube-scheduler asks about a part of a large cluster, and pods of many sizes come one after
 * the other. Thread-safe: threads that ask at the same time may judge the same node, alike.
 */
final class Sheet {
    private static final int HIGHEST = 10;

    /** A judgement is one byte, the verdict above these bits and the score in them. */
    private static final int SCORE_BITS = 4;

    private static final byte UNSEEN = 0;
    private static final int PASSES = 1;
    private static final int ENDANGERED = 2;
    private static final int NO_HEADROOM = 3;

    private final ClusterView view;
    private final Map<String, Long> promised;
    private final PlacementService placement;
    private final AdvisorConfig config;
    private final PlacementPod pod;
    private final boolean headroom;
    private final byte[] judgements;

    Sheet(
            ClusterView view,
            Map<String, Long> promised,
            Optional<DataSize> request,
            PlacementService placement,
            AdvisorConfig config) {
        this.view = view;
        this.promised = promised;
        this.placement = placement;
        this.config = config;
        DataSize memory = request.orElse(DataSize.ZERO);
        this.pod = new PlacementPod("a new pod", Optional.empty(), memory, memory);
        this.headroom = config.headroom() && request.isPresent();
        this.judgements = new byte[view.nodes().size()];
    }

    Verdicts reject(NodeNames asked) {
        NodeNames nodes = asked.in(view.names());
        Verdicts turned = new Verdicts(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.known(i)) {
                switch (judgement(nodes.number(i)) >> SCORE_BITS) {
                    case ENDANGERED -> turned.reject(i, Reasons.ENDANGERED);
                    case NO_HEADROOM -> turned.reject(i, Reasons.NO_HEADROOM);
                    default -> {}
                }
            }
        }
        return turned;
    }

    int[] score(NodeNames asked) {
        NodeNames nodes = asked.in(view.names());
        int[] given = new int[nodes.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = nodes.known(i) ? judgement(nodes.number(i)) & ((1 << SCORE_BITS) - 1) : 0;
        }
        return given;
    }

    private int judgement(int number) {
        byte known = judgements[number];
        if (known == UNSEEN) {
            known = judge(view.nodes().get(number));
            judgements[number] = known;
        }
        return known;
    }

    private byte judge(NodeOutlook node) {
        if (node.risk().stale()) {
            return PASSES << SCORE_BITS;
        }
        Long bytes = promised.isEmpty() ? null : promised.get(node.node().name().value());
        NodeOutlook there = NewPodAdvice.promised(node, bytes);
        long score =
                Math.round(placement.score(bytes == null ? pod : beside(bytes), there) * HIGHEST);
        return (byte) (verdict(there) << SCORE_BITS | (int) score);
    }

    private int verdict(NodeOutlook node) {
        if (node.risk().exhaustionProbability() >= config.endangeredFrom()) {
            return ENDANGERED;
        }
        return headroom && placement.objection(pod, node).isPresent() ? NO_HEADROOM : PASSES;
    }

    /** What is promised to others will be there too. */
    private PlacementPod beside(long others) {
        return new PlacementPod(
                pod.name(), pod.current(), pod.memory(), pod.expected().plus(new DataSize(others)));
    }
}
