package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.ActionExecutor;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.ScriptedAgents;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.DefaultPolicyConfig;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.plan.Rung;
import io.podferry.policy.telemetry.TelemetrySink;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** One node of 1 GiB: "old" holds 500 MiB and stays, "young" grows; no other node has room. */
class LadderTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName NODE = new NodeName("node-1");

    private final List<DecisionRecord> decisions = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();

    /**
     * @param growth of young, MiB per second, from 100 MiB on
     * @param limit of young, MiB; 0 for none
     */
    private void play(Set<Rung> ladder, int seconds, long growth, long limit) {
        play(ladder, seconds, second -> 100 + growth * second, limit);
    }

    private void play(Set<Rung> ladder, int seconds, IntToLongFunction young, long limit) {
        DefaultPolicyConfig usual = DefaultPolicyConfig.DEFAULT;
        DefaultPolicyConfig config =
                new DefaultPolicyConfig(
                        usual.share(),
                        1,
                        usual.worthwhile(),
                        usual.pricePerMove(),
                        usual.pricePerSecond(),
                        usual.pricePerGibibyte(),
                        usual.targetsTried(),
                        usual.hopeless(),
                        usual.reserve(),
                        usual.headroom(),
                        ladder);
        int[] second = new int[1];
        PolicyEngine engine =
                new PolicyEngine(
                        (now, sink) -> deliver(now, sink, young.applyAsLong(second[0]), limit),
                        new DefaultPolicy(config),
                        new Coordinator(
                                new MemoryStore(),
                                new ScriptedAgents(),
                                CoordinatorConfig.DEFAULT,
                                1),
                        decisions::add,
                        EngineConfig.DEFAULT,
                        (action, _) -> {
                            actions.add(action);
                            return Optional.empty();
                        });
        for (; second[0] < seconds; second[0]++) {
            engine.tick(START.plusSeconds(second[0]));
        }
    }

    private static void deliver(Instant now, TelemetrySink sink, long young, long limit) {
        long mib = 1 << 20;
        int node = sink.node(NODE);
        sink.nodeSample(
                node, 1024 * mib, (500 + young) * mib, now.toEpochMilli(), Double.NaN, true);
        sink.pod(pod("old", 500, 0, now, START.minusSeconds(3600)));
        sink.pod(pod("young", young, limit, now, START));
    }

    private static PodSnapshot pod(
            String name, long mebibytes, long limit, Instant now, Instant started) {
        return new PodSnapshot(
                new PodUid(name),
                Optional.empty(),
                name,
                NODE,
                name,
                Map.of(),
                DataSize.ofMebibytes(mebibytes),
                now,
                limit == 0 ? Optional.empty() : Optional.of(DataSize.ofMebibytes(limit)),
                started,
                List.of());
    }

    private List<String> kinds() {
        return actions.stream()
                .map(action -> action.getClass().getSimpleName())
                .distinct()
                .toList();
    }

    @Test
    void withoutFurtherRungsWantOfRoomIsOnlySaid() {
        play(EnumSet.of(Rung.MIGRATE), 20, 20, 0);
        assertThat(actions).isEmpty();
        assertThat(decisions).extracting(DecisionRecord::finding).contains(Finding.NO_ROOM);
    }

    @Test
    void newPodsAreKeptOffANodeInDanger() {
        play(EnumSet.of(Rung.HOLD, Rung.MIGRATE), 20, 20, 0);
        assertThat(kinds()).containsExactly("Hold");
    }

    @Test
    void thePodWithTheLeastWorkGoesAtTheLastMoment() {
        play(EnumSet.of(Rung.MIGRATE, Rung.EVICT), 20, 20, 0);
        assertThat(kinds()).containsExactly("Evict");
        assertThat(((Action.Evict) actions.getFirst()).podName()).isEqualTo("young");
        assertThat(((Action.Evict) actions.getFirst()).memory())
                .as("not before it is necessary")
                .isGreaterThan(DataSize.ofMebibytes(350));
    }

    @Test
    void whyNamesWhatIsDone() {
        play(EnumSet.of(Rung.MIGRATE, Rung.EVICT), 20, 20, 0);
        assertThat(decisions)
                .filteredOn(decision -> decision.action().isPresent())
                .isNotEmpty()
                .allSatisfy(decision ->
                        assertThat(decision.explain())
                                .contains("  action    evicting young (")
                                .contains("young has the least work to lose"));
    }

    @Test
    void whereNothingButMovesIsPossibleTheRefusalNamesTheActionAndTheRemedy() {
        play(EnumSet.of(Rung.HOLD, Rung.MIGRATE), 20, 20, 0);
        assertThat(ActionExecutor.none().perform(actions.getFirst(), START))
                .hasValueSatisfying(refusal ->
                        assertThat(refusal)
                                .startsWith("keeping new pods off node-1 for 60.0s is not possible")
                                .contains("out of the policy's ladder"));
    }

    @Test
    void withoutMovesANodeIsLetGoWhenTheDangerIsOver() {
        play(EnumSet.of(Rung.HOLD), 200, second -> 100 + 20 * Math.min(second, 12), 0);
        assertThat(kinds()).containsExactly("Hold");
        assertThat(actions).hasSizeLessThan(100);
        assertThat(decisions.getLast().due()).isFalse();
    }

    @Test
    void aPodThatMeetsItsOwnLimitIsNamed() {
        play(EnumSet.of(Rung.MIGRATE), 20, 5, 250);
        assertThat(decisions)
                .filteredOn(d -> d.finding() == Finding.CONTAINER_LIMIT)
                .isNotEmpty()
                .allSatisfy(d ->
                        assertThat(d.reason()).contains("is about to meet its own limit of 250Mi"));
        assertThat(actions).isEmpty();
    }

    @Test
    void itsLimitIsRaisedWhereTheNodeHasRoom() {
        play(EnumSet.of(Rung.MIGRATE, Rung.RESIZE), 20, 5, 250);
        assertThat(kinds()).containsExactly("Resize");
        assertThat(((Action.Resize) actions.getFirst()).newLimit().bytes())
                .isEqualTo(Math.round(1.25 * 250 * (1 << 20)));
    }
}
