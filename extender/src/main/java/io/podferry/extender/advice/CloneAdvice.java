package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Rejection;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.Placement;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Advice about clones: one node, and its memory is promised from the moment of the answer. For a
 * migration the node is the held target; a clone made by hand gets the best node that has room.
 */
final class CloneAdvice {
    private final ReservationLedger ledger;
    private final PlacementService placement = PlacementService.standard();

    CloneAdvice(ReservationLedger ledger) {
        this.ledger = ledger;
    }

    /** All nodes but the target. */
    Verdicts heldFor(Hold hold, NodeNames nodes) {
        if (nodes.contains(hold.target())) {
            promise(hold);
        }
        return Verdicts.allBut(hold.target(), nodes, Reasons.heldElsewhere(hold));
    }

    /** Keeps the target's memory for a migration, for which the coordinator has checked it. */
    void promise(Hold hold) {
        ledger.tryReserve(
                hold.id(),
                hold.sourceName(),
                hold.target(),
                hold.size(),
                new DataSize(Long.MAX_VALUE));
    }

    /** All nodes but the one that was chosen for this clone, now or before. */
    Verdicts byHand(ClusterView view, PodFacts pod, String source, NodeNames nodes) {
        String holder = holder(pod);
        Optional<Reservation> before = ledger.of(holder);
        Optional<PodSnapshot> found = view.podByName(source);
        if (found.isEmpty()) {
            ledger.release(holder);
            return Verdicts.allBut("", nodes, Reasons.noSource(source));
        }
        PodSnapshot moving = found.get();
        DataSize size = size(pod, moving);
        PlacementPod placed = new PlacementPod(pod.name(), Optional.of(moving.node()), size, size);
        Map<String, Rejection> reasons = new HashMap<>();
        Placement answer = placement.place(placed, known(view, nodes, before, reasons));
        answer.rejected()
                .forEach((reason, names) ->
                        names.forEach(
                                name -> reasons.put(name.value(), Reasons.objection(reason))));
        Optional<String> chosen = choose(view, pod, holder, size, before, answer.ranked());
        Rejection beaten = chosen.isPresent() ? Reasons.OTHER_NODE_HELD : Reasons.NO_HEADROOM;
        Verdicts verdicts = new Verdicts(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            String name = nodes.get(i);
            if (!chosen.equals(Optional.of(name))) {
                verdicts.reject(i, reasons.getOrDefault(name, beaten));
            }
        }
        return verdicts;
    }

    static String holder(PodFacts pod) {
        return pod.uid().orElse(pod.qualifiedName());
    }

    /** A clone starts with what its source has, however little it asks for. */
    private static DataSize size(PodFacts pod, PodSnapshot source) {
        DataSize asked = pod.memoryRequest().orElse(DataSize.ZERO);
        return asked.compareTo(source.memory()) > 0 ? asked : source.memory();
    }

    /** The known candidates, with what is promised there to others. */
    private List<NodeOutlook> known(
            ClusterView view,
            NodeNames nodes,
            Optional<Reservation> own,
            Map<String, Rejection> rejections) {
        Map<String, Long> promised = new HashMap<>(ledger.bytesByNode());
        own.ifPresent(mine ->
                promised.computeIfPresent(mine.node(), (_, sum) -> sum - mine.size().bytes()));
        List<NodeOutlook> known = new ArrayList<>(nodes.size());
        for (String name : nodes) {
            Optional<NodeOutlook> node = view.node(name);
            if (node.isEmpty()) {
                rejections.put(name, Reasons.objection("memory of the node is unknown"));
            } else {
                known.add(NewPodAdvice.promised(node.get(), promised.get(name)));
            }
        }
        return known;
    }

    /** The earlier choice as long as it holds, else the best node whose memory is not taken. */
    private Optional<String> choose(
            ClusterView view,
            PodFacts pod,
            String holder,
            DataSize size,
            Optional<Reservation> before,
            List<Placement.Ranked> ranked) {
        List<String> order = new ArrayList<>();
        before.map(Reservation::node)
                .filter(node -> ranked.stream().anyMatch(r -> r.node().value().equals(node)))
                .ifPresent(order::add);
        ranked.stream().map(Placement.Ranked::node).map(NodeName::value).forEach(order::add);
        for (String name : order) {
            DataSize free =
                    view.node(name).map(node -> node.node().headroom()).orElse(DataSize.ZERO);
            if (ledger.tryReserve(holder, pod.qualifiedName(), name, size, free)) {
                return Optional.of(name);
            }
        }
        ledger.release(holder);
        return Optional.empty();
    }
}
