package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.plan.PlannedMove;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold of every tick, whatever the policy and the telemetry. */
final class TickVerifier {
    private TickVerifier() {}

    static void verify(TickReport report) {
        Map<NodeName, NodeSnapshot> nodes =
                report.cluster().nodes().stream()
                        .collect(Collectors.toMap(NodeSnapshot::name, Function.identity()));
        Map<PodUid, PodSnapshot> pods =
                report.cluster().pods().stream()
                        .collect(Collectors.toMap(PodSnapshot::uid, Function.identity()));
        assertThat(report.risks().nodes().keySet()).isEqualTo(nodes.keySet());
        report.risks()
                .nodes()
                .values()
                .forEach(risk -> {
                    assertThat(risk.exhaustionProbability()).isBetween(0.0, 1.0);
                    assertThat(risk.q10()).isLessThanOrEqualTo(risk.q90());
                });
        report.pods()
                .values()
                .forEach(pod -> {
                    assertThat(pod.q10()).isLessThanOrEqualTo(pod.q50());
                    assertThat(pod.q50()).isLessThanOrEqualTo(pod.q90());
                });
        Set<PodUid> touched = new HashSet<>();
        for (Action action : report.plan().actions()) {
            PodSnapshot pod = subject(action, pods);
            assertThat(touched.add(pod.uid())).as("%s twice", pod.name()).isTrue();
            assertThat(pod.node()).isEqualTo(action.source());
            assertThat(pod.obstacles()).isEmpty();
            assertThat(action.reason()).isNotBlank();
            assertThat(of(report.risks().nodes(), action.source()).stale())
                    .as("acts on a node whose memory is unknown")
                    .isFalse();
            if (action instanceof PlannedMove move) {
                assertThat(move.target()).isNotEqualTo(move.source());
                assertThat(of(nodes, move.target()).schedulable()).isTrue();
                assertThat(of(report.risks().nodes(), move.target()).stale()).isFalse();
                assertThat(move.expectedDuration()).isPositive();
            }
        }
        verifyDecisions(report);
    }

    private static void verifyDecisions(TickReport report) {
        List<NodeName> decided = new ArrayList<>();
        for (DecisionRecord decision : report.plan().decisions()) {
            if (decision.finding() != Finding.CONTAINER_LIMIT) {
                decided.add(decision.node());
            }
            assertThat(decision.reason()).isNotBlank();
            assertThat(decision.wouldChange()).isNotBlank();
            assertThat(decision.oneLine()).doesNotContain("\n");
            assertThat(decision.explain()).contains(decision.reason());
        }
        assertThat(decided).doesNotHaveDuplicates();
        assertThat(decided)
                .as("every action has its record")
                .containsAll(report.plan().actions().stream().map(Action::source).toList());
    }

    private static PodSnapshot subject(Action action, Map<PodUid, PodSnapshot> pods) {
        PodUid uid =
                switch (action) {
                    case PlannedMove move -> move.podUid();
                    case Action.Evict evict -> evict.podUid();
                    case Action.Freeze freeze -> freeze.podUid();
                    case Action.Resize resize -> resize.podUid();
                    case Action.Hold hold -> throw new AssertionError("no pod in " + hold);
                };
        return of(pods, uid);
    }

    private static <K, V> V of(Map<K, V> known, K key) {
        V value = known.get(key);
        if (value == null) {
            throw new AssertionError(key + " is not in the picture");
        }
        return value;
    }
}
