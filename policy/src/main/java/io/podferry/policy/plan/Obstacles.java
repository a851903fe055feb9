package io.podferry.policy.plan;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.telemetry.Flaw;
import java.time.Duration;
import java.util.Optional;

/** Why a pod cannot be moved, wherever to. */
final class Obstacles {
    private Obstacles() {}

    static Optional<String> of(PodSnapshot pod, PlanningInput input) {
        if (!pod.movable()) {
            return Optional.of(pod.obstacles().getFirst());
        }
        Flaw flaw = input.cluster().flaw(pod.uid());
        if (flaw != Flaw.NONE) {
            return Optional.of("must not be acted upon: " + flaw.text());
        }
        Duration age = Duration.between(pod.sampledAt(), input.cluster().takenAt());
        if (age.compareTo(input.staleAfter()) > 0) {
            return Optional.of("memory of the pod is unknown");
        }
        return input.inFlight().stream().anyMatch(move -> move.podUid().equals(pod.uid()))
                ? Optional.of("moves already")
                : Optional.empty();
    }
}
