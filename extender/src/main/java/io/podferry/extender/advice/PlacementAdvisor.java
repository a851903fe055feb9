package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NameTable;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.extender.protocol.Victims;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers kube-scheduler from the newest view of the cluster. Whoever makes views calls {@link
 * #update}; until the first one, and when the last is old, other pods pass unchanged and clones
 * wait. Thread-safe.
 */
public final class PlacementAdvisor implements Advisor {
    private static final String NO_PICTURE = "there is no picture of the cluster yet";

    private final AdvisorConfig config;
    private final InstantSource clock;
    private final ReservationLedger ledger;
    private final CloneAdvice clones;
    private final NewPodAdvice others;
    private final ExplanationLog explanations = new ExplanationLog();
    private volatile @Nullable ClusterView view;
    private final boolean migrations;
    private final Supplier<List<Hold>> holds;
    private volatile Optional<String> standby = Optional.empty();

    private record Judgement(String kind, Verdicts verdicts) {}

    /** Advice where nobody moves pods: a clone that a person makes gets the best node. */
    public PlacementAdvisor(AdvisorConfig config, InstantSource clock) {
        this(config, clock, false, List::of);
    }

    /**
     * Advice beside a controller: a clone waits until its migration has a place for it.
     *
     * @param holds clones that may go to their targets now
     */
    public PlacementAdvisor(AdvisorConfig config, InstantSource clock, Supplier<List<Hold>> holds) {
        this(config, clock, true, holds);
    }

    private PlacementAdvisor(
            AdvisorConfig config,
            InstantSource clock,
            boolean migrations,
            Supplier<List<Hold>> holds) {
        this.migrations = migrations;
        this.holds = holds;
        this.config = config;
        this.clock = clock;
        this.ledger = new ReservationLedger(clock, config.reservationLimit());
        this.clones = new CloneAdvice(ledger);
        this.others = new NewPodAdvice(config);
    }

    /** Bases all further answers on this view. */
    public void update(ClusterView next) {
        view = next.sharing(names());
        next.holds().forEach(clones::promise);
        for (Reservation promise : ledger.active()) {
            next.podByUid(promise.holder())
                    .filter(pod -> arrived(pod, next))
                    .ifPresent(_ -> ledger.release(promise.holder()));
        }
    }

    /** Says why another replica should be asked, or that this one is the leader (empty). */
    public void standBy(Optional<String> reason) {
        standby = reason;
    }

    /** What it takes now is in the node's figures: a promise beside it would count twice. */
    private static boolean arrived(PodSnapshot pod, ClusterView view) {
        return pod.memory().bytes() > 0
                && Duration.between(pod.sampledAt(), view.takenAt())
                                .compareTo(Duration.ofSeconds(30))
                        < 0;
    }

    @Override
    public NameTable names() {
        ClusterView now = view;
        return now == null ? NameTable.EMPTY : now.names();
    }

    @Override
    public Verdicts reject(PodFacts pod, NodeNames nodes) {
        Judgement judgement = judge(pod, nodes);
        explanations.filtered(pod, clock.instant(), judgement.kind(), nodes, judgement.verdicts());
        return judgement.verdicts();
    }

    private Judgement judge(PodFacts pod, NodeNames nodes) {
        ClusterView now = view;
        Optional<Hold> hold = holdFor(pod, now);
        if (hold.isPresent()) {
            return new Judgement(
                    "clone of migration " + hold.get().id() + ", held on " + hold.get().target(),
                    clones.heldFor(hold.get(), nodes));
        }
        if (migrations && clone(pod)) {
            return new Judgement(
                    "clone whose migration has no place for it yet",
                    Verdicts.allBut("", nodes, Reasons.NO_MIGRATION));
        }
        if (now == null) {
            return withoutPicture(pod, nodes, NO_PICTURE);
        }
        Optional<String> old = tooOld(now);
        if (old.isPresent()) {
            return withoutPicture(pod, nodes, old.get());
        }
        Optional<String> source = pod.cloneOf();
        if (source.isPresent()) {
            return new Judgement(
                    "clone of " + source.get() + ", made by hand",
                    clones.byHand(now, pod, source.get(), nodes));
        }
        if (NewPodAdvice.exempt(pod)) {
            return new Judgement(
                    "passed unchanged: needed on the node whatever its memory",
                    new Verdicts(nodes.size()));
        }
        return new Judgement(
                "new pod, placed by forecast headroom",
                others.sheet(now, ledger.bytesByNode(), pod).reject(nodes));
    }

    private Optional<Hold> holdFor(PodFacts pod, @Nullable ClusterView now) {
        return holds.get().stream()
                .filter(hold -> hold.isFor(pod))
                .findFirst()
                .or(() -> now == null ? Optional.empty() : now.holdFor(pod));
    }

    private static boolean clone(PodFacts pod) {
        return pod.cloneOf().isPresent() || pod.labels().containsKey(PodFacts.MIGRATION);
    }

    /** Clones wait; the work of others is not ours to stop. */
    private static Judgement withoutPicture(PodFacts pod, NodeNames nodes, String trouble) {
        return pod.cloneOf().isPresent()
                ? new Judgement(
                        "clone of " + pod.cloneOf().get() + ", which waits",
                        Verdicts.allBut("", nodes, Reasons.noPicture(trouble)))
                : new Judgement("passed unchanged, as " + trouble, new Verdicts(nodes.size()));
    }

    @Override
    public int[] score(PodFacts pod, NodeNames nodes) {
        ClusterView now = view;
        if (now == null || tooOld(now).isPresent()) {
            return new int[nodes.size()];
        }
        int[] scores = others.sheet(now, ledger.bytesByNode(), pod).score(nodes);
        explanations.scored(pod, nodes, scores);
        return scores;
    }

    @Override
    public Map<String, Victims> preempt(PodFacts pod, Map<String, Victims> victims) {
        ClusterView now = view;
        Map<String, Victims> kept = new LinkedHashMap<>();
        victims.forEach((name, removed) -> {
            if (now == null || mayPreempt(now, pod, name, removed)) {
                kept.put(name, removed);
            }
        });
        return kept;
    }

    private boolean mayPreempt(ClusterView now, PodFacts pod, String name, Victims removed) {
        if (removed.uids().stream().anyMatch(now::moving)) {
            return false;
        }
        Optional<Hold> hold = holdFor(pod, now);
        if (hold.isPresent()) {
            return hold.get().target().equals(name);
        }
        if (migrations && clone(pod)) {
            return false;
        }
        if (pod.cloneOf().isPresent()) {
            Optional<PodSnapshot> source = pod.cloneOf().flatMap(now::podByName);
            return source.isPresent() && !source.get().node().value().equals(name);
        }
        Optional<NodeOutlook> node = now.node(name);
        if (node.isEmpty() || tooOld(now).isPresent() || NewPodAdvice.exempt(pod)) {
            return true;
        }
        long bytes =
                removed.uids().stream()
                        .map(now::podByUid)
                        .mapToLong(victim -> victim.map(p -> p.memory().bytes()).orElse(0L))
                        .sum();
        return others.roomAfter(node.get(), ledger.bytesByNode(), pod, new DataSize(bytes));
    }

    @Override
    public Optional<Explanation> explain(String podName) {
        return explanations.find(podName);
    }

    @Override
    public List<Reservation> reservations() {
        return ledger.active();
    }

    @Override
    public Optional<String> notReady() {
        ClusterView now = view;
        return standby.or(() -> now == null ? Optional.of(NO_PICTURE) : tooOld(now));
    }

    private Optional<String> tooOld(ClusterView now) {
        Duration age = Duration.between(now.takenAt(), clock.instant());
        return age.compareTo(config.pictureLimit()) > 0
                ? Optional.of(
                        "the picture of the cluster is %d s old, more than %d s"
                                .formatted(age.toSeconds(), config.pictureLimit().toSeconds()))
                : Optional.empty();
    }
}
