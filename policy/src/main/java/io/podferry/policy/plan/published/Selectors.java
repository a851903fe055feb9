package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.telemetry.PodSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How published systems rank pods; ties go by UID. */
final class Selectors {
    private static final Comparator<PodSnapshot> BY_UID = Comparator.comparing(PodSnapshot::uid);
    static final Comparator<PodSnapshot> SMALLEST =
            Comparator.comparing(PodSnapshot::memory).thenComparing(BY_UID);
    static final Comparator<PodSnapshot> LARGEST =
            Comparator.comparing(PodSnapshot::memory).reversed().thenComparing(BY_UID);

    private Selectors() {}

    /** The first in the order, and further ones until the excess is covered. */
    static Selector untilCovered(Comparator<PodSnapshot> order) {
        return (_, alarm, pods, _) -> {
            List<PodSnapshot> chosen = new ArrayList<>();
            double covered = 0;
            for (PodSnapshot pod : pods.stream().sorted(order).toList()) {
                if (!chosen.isEmpty() && covered >= alarm.excess()) {
                    break;
                }
                chosen.add(pod);
                covered += pod.memory().bytes();
            }
            return chosen;
        };
    }

    /** The one that comes first. */
    static Selector first(Comparator<PodSnapshot> order) {
        return (_, _, pods, _) -> pods.stream().sorted(order).limit(1).toList();
    }

    /** The kubelet's order: by memory above the request, lower priority first. */
    static Selector aboveRequest() {
        return first(
                Comparator.<PodSnapshot>comparingInt(pod -> excess(pod) > 0 ? 0 : 1)
                        .thenComparingInt(pod -> pod.detail().priority().orElse(0))
                        .thenComparing(Comparator.comparingDouble(Selectors::excess).reversed())
                        .thenComparing(BY_UID));
    }

    private static double excess(PodSnapshot pod) {
        double request = pod.detail().request().map(size -> (double) size.bytes()).orElse(0.0);
        return pod.memory().bytes() - request;
    }

    /** The steepest grower over the window. */
    static Selector steepest(Duration window) {
        return (_, _, pods, input) ->
                pods.stream()
                        .max(
                                Comparator.comparingDouble(
                                                (PodSnapshot pod) -> slope(pod, input, window))
                                        .thenComparing(BY_UID.reversed()))
                        .stream()
                        .toList();
    }

    private static double slope(PodSnapshot pod, PlanningInput input, Duration window) {
        double slope =
                input.cluster()
                        .series(pod.uid())
                        .map(series -> series.slope(window.toSeconds()))
                        .orElse(0.0);
        return Double.isNaN(slope) ? 0 : slope;
    }

    /** Sandpiper: the highest volume-to-size ratio. */
    static Selector volumeToSize() {
        return untilCovered(
                Comparator.comparingDouble(
                                (PodSnapshot pod) -> 1.0 / Math.max(1, pod.memory().bytes()))
                        .reversed()
                        .thenComparing(BY_UID));
    }

    /** Beloglazov's random choice, from the pod's identity and the time, so that it repeats. */
    static Selector random(long seed) {
        return (node, alarm, pods, input) -> {
            long salt = seed + input.cluster().takenAt().toEpochMilli();
            Comparator<PodSnapshot> shuffled =
                    Comparator.comparingLong((PodSnapshot pod) ->
                            (pod.uid().value().hashCode() + salt) * 0x9E3779B97F4A7C15L);
            return untilCovered(shuffled.thenComparing(BY_UID)).select(node, alarm, pods, input);
        };
    }

    /** Beloglazov's maximum correlation of a pod with the rest of its node. */
    static Selector maximumCorrelation() {
        return (node, alarm, pods, input) -> {
            Comparator<PodSnapshot> order =
                    Comparator.comparingDouble((PodSnapshot pod) -> correlation(pod, pods, input))
                            .reversed();
            return untilCovered(order.thenComparing(BY_UID)).select(node, alarm, pods, input);
        };
    }

    private static double correlation(
            PodSnapshot pod, List<PodSnapshot> pods, PlanningInput input) {
        double[] mine = values(pod, input);
        double[] rest = new double[mine.length];
        for (PodSnapshot other : pods) {
            double[] values = values(other, input);
            int shift = values.length - rest.length;
            for (int i = Math.max(0, -shift); i < rest.length && !other.equals(pod); i++) {
                rest[i] += values[i + shift];
            }
        }
        return Statistics.correlation(mine, rest);
    }

    static double[] values(PodSnapshot pod, PlanningInput input) {
        Optional<PodSeries> series = input.cluster().series(pod.uid());
        int size = series.map(PodSeries::size).orElse(0);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = series.orElseThrow().bytes(i);
        }
        return values;
    }

    /**
     * The pod with the least lost work whose end covers the excess; the pod's age is what its end
     * costs. Without one that covers it, the one with the least lost work per byte.
     */
    static Selector leastLostWork() {
        return (_, alarm, pods, input) -> {
            Comparator<PodSnapshot> youngest =
                    Comparator.comparing((PodSnapshot pod) -> age(pod, input))
                            .thenComparing(BY_UID);
            Optional<PodSnapshot> covering =
                    pods.stream()
                            .filter(pod -> pod.memory().bytes() >= alarm.excess())
                            .min(youngest);
            Comparator<PodSnapshot> perByte =
                    Comparator.comparingDouble((PodSnapshot pod) ->
                            age(pod, input).toMillis() / Math.max(1.0, pod.memory().bytes()));
            return covering.or(() -> pods.stream().min(perByte.thenComparing(BY_UID))).stream()
                    .toList();
        };
    }

    private static Duration age(PodSnapshot pod, PlanningInput input) {
        Duration age = Duration.between(pod.startedAt(), input.cluster().takenAt());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
