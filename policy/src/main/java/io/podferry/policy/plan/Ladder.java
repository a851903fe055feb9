package io.podferry.policy.plan;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rungs above and below moving, as far as the configuration allows them. Stateless. */
final class Ladder {
    private static final Duration HOLD = Duration.ofSeconds(60);
    private static final Duration LONGEST_FREEZE = Duration.ofMinutes(5);
    private static final double HEADROOM = 1.25;

    private final PlanningInput input;
    private final DefaultPolicyConfig config;

    Ladder(PlanningInput input, DefaultPolicyConfig config) {
        this.input = input;
        this.config = config;
    }

    /** Keeps new pods off a node for which it is time to act. */
    Optional<Action> hold(DecisionRecord decision) {
        return decision.due() && config.allows(Rung.HOLD)
                ? Optional.of(
                        new Action.Hold(
                                decision.node(),
                                HOLD,
                                decision.node() + " is in danger: " + decision.reason()))
                : Optional.empty();
    }

    /** What is left when no move can help any more. */
    Optional<Action> last(Finding finding, NodeRisk risk) {
        return switch (finding) {
            case NO_TIME_LEFT -> freeze(risk).or(() -> evict(risk));
            case NO_ROOM, NOTHING_MOVABLE -> evict(risk);
            case MOVE, WAIT, NOT_WORTH_IT, HELD_BACK, UNKNOWN, CONTAINER_LIMIT -> Optional.empty();
        };
    }

    private Optional<Action> freeze(NodeRisk risk) {
        if (!config.allows(Rung.FREEZE)) {
            return Optional.empty();
        }
        List<PodSnapshot> pods = input.cluster().podsOn(risk.node());
        return pods.stream()
                .max(Comparator.comparingDouble(this::slope).thenComparing(PodSnapshot::uid))
                .filter(pod -> slope(pod) > 0)
                .map(pod -> freeze(risk, pods, pod));
    }

    private Action freeze(NodeRisk risk, List<PodSnapshot> pods, PodSnapshot grower) {
        DataSize smallest =
                pods.stream()
                        .map(PodSnapshot::memory)
                        .min(Comparator.naturalOrder())
                        .orElse(grower.memory());
        Duration needed = input.durations().slowest(smallest).plus(input.tickInterval());
        Duration time = needed.compareTo(LONGEST_FREEZE) < 0 ? needed : LONGEST_FREEZE;
        return new Action.Freeze(
                grower.uid(),
                grower.name(),
                risk.node(),
                time,
                "%s grows fastest on %s, and no move is through in time"
                        .formatted(grower.name(), risk.node()));
    }

    private double slope(PodSnapshot pod) {
        return input.futures().forecast(pod.uid()).slope().bytesPerSecond();
    }

    /** Only when half of the futures end before another look could help. */
    private Optional<Action> evict(NodeRisk risk) {
        Duration soon = input.tickInterval().multipliedBy(2).plus(config.reserve());
        if (!config.allows(Rung.EVICT)
                || risk.exhaustionQ50().filter(time -> time.compareTo(soon) <= 0).isEmpty()) {
            return Optional.empty();
        }
        List<PodSnapshot> pods = input.cluster().podsOn(risk.node());
        long shortage = risk.q50().bytes() - risk.usable().bytes();
        Comparator<PodSnapshot> leastWork =
                Comparator.comparing(PodSnapshot::startedAt)
                        .reversed()
                        .thenComparing(PodSnapshot::uid);
        return pods.stream()
                .filter(pod -> pod.memory().bytes() >= shortage)
                .min(leastWork)
                .or(() -> pods.stream().max(Comparator.comparing(PodSnapshot::memory)))
                .map(pod ->
                        new Action.Evict(
                                pod.uid(),
                                pod.name(),
                                risk.node(),
                                pod.memory(),
                                "%s has the least work to lose, and %s is about to run out"
                                        .formatted(pod.name(), risk.node())));
    }

    /** More memory for a pod that meets its own limit, as far as the node has it. */
    Optional<Action> resize(PodSnapshot pod, DataSize limit, NodeRisk risk) {
        DataSize wanted = new DataSize(Math.round(HEADROOM * limit.bytes()));
        long free = risk.usable().bytes() - risk.q90().bytes();
        return config.allows(Rung.RESIZE) && wanted.bytes() - limit.bytes() <= free
                ? Optional.of(
                        new Action.Resize(
                                pod.uid(),
                                pod.name(),
                                risk.node(),
                                limit,
                                wanted,
                                "%s meets its limit of %s".formatted(pod.name(), limit)))
                : Optional.empty();
    }
}
