package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.ScriptedAgents;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.telemetry.TelemetrySink;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two nodes of 1 GiB. "worker" is alone on the first when it adds 300 MiB in ten seconds, or not;
 * then it rests. A minute later steady pods join it, up to three quarters of the node.
 */
class HeadroomTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName FULL = new NodeName("node-1");
    private static final NodeName EMPTY = new NodeName("node-2");
    private static final int SECONDS = 90;
    private static final int OTHERS_COME = 60;

    private List<PlannedMove> play(double headroom, boolean surge) {
        List<DecisionRecord> decisions = new ArrayList<>();
        int[] second = new int[1];
        PolicyEngine engine =
                new PolicyEngine(
                        (now, sink) -> deliver(now, sink, second[0], surge),
                        new DefaultPolicy(config(headroom)),
                        new Coordinator(
                                new MemoryStore(),
                                new ScriptedAgents(),
                                CoordinatorConfig.DEFAULT,
                                1),
                        decisions::add,
                        EngineConfig.DEFAULT,
                        (_, _) -> Optional.empty());
        for (; second[0] < SECONDS; second[0]++) {
            engine.tick(START.plusSeconds(second[0]));
        }
        return decisions.stream().flatMap(decision -> decision.chosen().stream()).toList();
    }

    private static DefaultPolicyConfig config(double headroom) {
        DefaultPolicyConfig usual = DefaultPolicyConfig.DEFAULT;
        return new DefaultPolicyConfig(
                usual.share(),
                usual.polls(),
                usual.worthwhile(),
                usual.pricePerMove(),
                usual.pricePerSecond(),
                usual.pricePerGibibyte(),
                usual.targetsTried(),
                usual.hopeless(),
                usual.reserve(),
                headroom,
                usual.ladder());
    }

    private static void deliver(Instant now, TelemetrySink sink, int second, boolean surge) {
        List<PodSnapshot> pods = new ArrayList<>();
        pods.add(pod("worker", surge ? Math.min(350, 50 + 30L * second) : 350, now));
        if (second >= OTHERS_COME) {
            pods.add(pod("large-1", 200, now));
            pods.add(pod("large-2", 200, now));
            pods.add(pod("small", 20, now));
        }
        long used = pods.stream().mapToLong(pod -> pod.memory().bytes()).sum();
        sink.nodeSample(sink.node(FULL), 1L << 30, used, now.toEpochMilli(), Double.NaN, true);
        sink.nodeSample(sink.node(EMPTY), 1L << 30, 0, now.toEpochMilli(), Double.NaN, true);
        pods.forEach(sink::pod);
    }

    private static PodSnapshot pod(String name, long mebibytes, Instant now) {
        return new PodSnapshot(
                new PodUid(name),
                Optional.empty(),
                name,
                FULL,
                name,
                Map.of(),
                DataSize.ofMebibytes(mebibytes),
                now,
                Optional.empty(),
                START.minusSeconds(3600),
                List.of());
    }

    @Test
    void roomIsKeptForWhatAPodDidOnceByMovingAPodNoLargerThanTheExcess() {
        List<PlannedMove> moves = play(DefaultPolicyConfig.DEFAULT.headroom(), true);
        assertThat(moves).isNotEmpty();
        assertThat(moves.getFirst().podName()).isEqualTo("small");
        assertThat(moves.getFirst().target()).isEqualTo(EMPTY);
        assertThat(moves.getFirst().reason()).contains("free for growth that was seen before");
    }

    @Test
    void withoutHeadroomTheSameNodeIsLeftAlone() {
        assertThat(play(0, true)).isEmpty();
    }

    @Test
    void aNodeOfPodsThatNeverGrewIsLeftAlone() {
        assertThat(play(DefaultPolicyConfig.DEFAULT.headroom(), false)).isEmpty();
    }
}
