package io.podferry.policy.migration;

import static io.podferry.policy.migration.MigrationState.ABORTED;
import static io.podferry.policy.migration.MigrationState.ABORTING;
import static io.podferry.policy.migration.MigrationState.COMMITTED;
import static io.podferry.policy.migration.MigrationState.DONE;
import static io.podferry.policy.migration.MigrationState.PLANNED;
import static io.podferry.policy.migration.MigrationState.PREFLIGHT_OK;
import static io.podferry.policy.migration.MigrationState.PREPARED;
import static io.podferry.policy.migration.MigrationState.RUNNING;
import static io.podferry.policy.migration.MigrationState.SHIPPED;
import static io.podferry.policy.migration.MigrationState.SOURCE_DEAD;
import static io.podferry.policy.migration.MigrationState.TARGET_HELD;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoordinatorTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final ScriptedAgents agents = new ScriptedAgents();
    private Coordinator coordinator = new Coordinator(store, agents, CoordinatorConfig.DEFAULT, 1);
    private Instant now = START;

    private static MigrationRequest request(String pod, String source, String target, String by) {
        return new MigrationRequest(
                new PodUid(pod),
                pod,
                pod,
                new NodeName(source),
                new NodeName(target),
                DataSize.ofGibibytes(1),
                "test",
                by);
    }

    private MigrationId submit() {
        return accepted(coordinator.submit(request("p", "a", "b", Coordinator.POLICY), now)).id();
    }

    private static MigrationRecord accepted(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
        return ((Answer.Accepted) answer).record();
    }

    private static String refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).reason();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        coordinator.advance(now);
    }

    private MigrationState state(MigrationId id) {
        return store.find(id).orElseThrow().state();
    }

    private List<MigrationState> states() {
        return store.history().stream().map(MigrationRecord::state).distinct().toList();
    }

    @Test
    void aMoveWithoutTroubleGoesThroughAllStatesInOrder() {
        agents.answer(
                Step.DUMP_AND_SHIP,
                new StepStatus.Pending("dumping", Optional.of(MigrationState.FROZEN), Map.of()));
        MigrationId id = submit();
        pass(Duration.ZERO);
        agents.answer(
                Step.DUMP_AND_SHIP,
                new StepStatus.Pending("dumping", Optional.of(MigrationState.DUMPED), Map.of()));
        pass(Duration.ZERO);
        agents.works(Step.DUMP_AND_SHIP);
        pass(Duration.ZERO);
        pass(CoordinatorConfig.DEFAULT.keep());
        assertThat(states())
                .containsExactly(
                        PLANNED,
                        PREFLIGHT_OK,
                        TARGET_HELD,
                        MigrationState.FROZEN,
                        MigrationState.DUMPED,
                        SHIPPED,
                        PREPARED,
                        COMMITTED,
                        SOURCE_DEAD,
                        RUNNING,
                        DONE);
        assertThat(store.find(id).orElseThrow().rootHash()).contains("hash");
        assertThat(coordinator.active()).isEmpty();
        assertThat(agents.started())
                .containsSubsequence(
                        Step.HOLD_TARGET,
                        Step.DUMP_AND_SHIP,
                        Step.PREPARE_TARGET,
                        Step.PROMISE_SOURCE,
                        Step.KILL_SOURCE,
                        Step.RELEASE_TARGET,
                        Step.CLEAN_SOURCE);
    }

    @ParameterizedTest
    @CsvSource({
        "PREFLIGHT_SOURCE, PLANNED",
        "PREFLIGHT_TARGET, PLANNED",
        "HOLD_TARGET, PREFLIGHT_OK",
        "DUMP_AND_SHIP, TARGET_HELD",
        "PREPARE_TARGET, SHIPPED",
        "PROMISE_SOURCE, SHIPPED"
    })
    void aFailureBeforeTheDecisionGoesBackAndSaysWhy(Step step, MigrationState before) {
        agents.answer(step, new StepStatus.Failed("disk full"));
        MigrationId id = submit();
        pass(Duration.ZERO);
        assertThat(state(id)).isEqualTo(ABORTED);
        assertThat(states()).endsWith(before, ABORTING, ABORTED);
        assertThat(store.find(id).orElseThrow().abortReason()).contains(step + ": disk full");
        assertThat(agents.started())
                .contains(Step.ABORT_SOURCE, Step.ABORT_TARGET)
                .doesNotContain(Step.KILL_SOURCE, Step.RELEASE_TARGET);
    }

    @ParameterizedTest
    @CsvSource({
        "PREFLIGHT_SOURCE, 5",
        "HOLD_TARGET, 10",
        "DUMP_AND_SHIP, 30",
        "PREPARE_TARGET, 30",
        "PROMISE_SOURCE, 30"
    })
    void silenceBeforeTheDecisionEndsAtTheTimeOutAndNotBefore(Step step, int seconds) {
        agents.silent(step);
        MigrationId id = submit();
        pass(Duration.ZERO);
        pass(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(state(id).committed()).isFalse();
        assertThat(state(id)).isNotIn(ABORTING, ABORTED);
        pass(Duration.ofMillis(1));
        assertThat(state(id)).isEqualTo(ABORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "KILL_SOURCE, COMMITTED",
        "RELEASE_TARGET, SOURCE_DEAD",
        "CLEAN_SOURCE, RUNNING",
        "CLEAN_TARGET, RUNNING"
    })
    void afterTheDecisionAStepIsAskedForUntilItWorks(Step step, MigrationState stays) {
        agents.answer(step, new StepStatus.Failed("busy"));
        MigrationId id = submit();
        for (int i = 0; i < 50; i++) {
            pass(Duration.ofSeconds(6));
        }
        assertThat(state(id)).isEqualTo(stays);
        assertThat(store.find(id).orElseThrow().attempts()).isGreaterThan(5);
        agents.works(step);
        pass(Duration.ofSeconds(6));
        pass(Duration.ofSeconds(6));
        assertThat(state(id)).isEqualTo(DONE);
        assertThat(states()).doesNotContain(ABORTING);
    }

    @Test
    void silenceIsNeverProofThatTheSourceIsDead() {
        agents.silent(Step.KILL_SOURCE);
        MigrationId id = submit();
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(state(id)).isEqualTo(COMMITTED);
        assertThat(agents.started()).doesNotContain(Step.RELEASE_TARGET);
        assertThat(agents.started().stream().filter(Step.KILL_SOURCE::equals).count())
                .as("asked again and again")
                .isGreaterThan(10);
    }

    @Test
    void anAdapterThatFailsIsSilence() {
        agents.unreachable(Step.HOLD_TARGET).silent(Step.HOLD_TARGET);
        MigrationId id = submit();
        pass(Duration.ZERO);
        assertThat(state(id)).isEqualTo(PREFLIGHT_OK);
        pass(CoordinatorConfig.DEFAULT.holdTimeout());
        assertThat(state(id)).isEqualTo(ABORTED);
    }

    @Test
    void aDumpWithoutARootHashIsNoCheckpoint() {
        agents.answer(Step.DUMP_AND_SHIP, new StepStatus.Done(Optional.empty(), Map.of()));
        MigrationId id = submit();
        pass(Duration.ZERO);
        assertThat(state(id)).isEqualTo(ABORTED);
        assertThat(store.find(id).orElseThrow().abortReason().orElseThrow()).contains("root hash");
    }

    @ParameterizedTest
    @EnumSource(MigrationState.class)
    void aProcessThatTakesOverRollsForwardOrBackButNeverBothWays(MigrationState crashedIn) {
        MigrationId id = crashIn(crashedIn);
        if (crashedIn.terminal()) {
            assertThat(coordinator.active()).isEmpty();
            return;
        }
        long epoch = Coordinator.nextEpoch(store);
        assertThat(epoch).isEqualTo(2);
        coordinator = new Coordinator(store, agents, CoordinatorConfig.DEFAULT, epoch);
        coordinator.recover(now);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(6));
        }
        MigrationState expected =
                switch (crashedIn) {
                    case FROZEN, DUMPED, ABORTING, ABORTED -> ABORTED;
                    case PLANNED,
                            PREFLIGHT_OK,
                            TARGET_HELD,
                            SHIPPED,
                            PREPARED,
                            COMMITTED,
                            SOURCE_DEAD,
                            RUNNING,
                            DONE ->
                            DONE;
                };
        assertThat(state(id)).isEqualTo(expected);
        assertThat(store.find(id).orElseThrow().epoch()).isEqualTo(2);
    }

    /** Stores a record in that state as an earlier process would have left it. */
    private MigrationId crashIn(MigrationState state) {
        MigrationRecord record =
                NewRecord.of(request("p", "a", "b", Coordinator.POLICY), 1, 1, START);
        store.compareAndSet(record);
        if (state == ABORTING || state == ABORTED) {
            record = record.aborting("x", START, Map.of());
            store.compareAndSet(record);
        }
        if (state != PLANNED && state != ABORTING) {
            store.compareAndSet(record.next(state, START, Map.of()));
        }
        assertThat(state(record.id())).isEqualTo(state);
        return record.id();
    }

    @Test
    void anotherEnginesMigrationIsLeftAlone() {
        MigrationRecord theirs =
                NewRecord.of(request("p", "a", "b", Coordinator.POLICY), 9, 1, START);
        store.compareAndSet(theirs);
        assertThat(coordinator.recover(now)).isEmpty();
        pass(Duration.ofHours(1));
        assertThat(state(theirs.id())).isEqualTo(PLANNED);
        assertThat(agents.started()).isEmpty();
    }

    @Test
    void aRecordThatAnotherEngineTookOverIsLetGo() {
        agents.silent(Step.DUMP_AND_SHIP);
        MigrationId id = submit();
        pass(Duration.ZERO);
        MigrationRecord taken = store.find(id).orElseThrow().takenOver(7, now);
        store.compareAndSet(taken);
        agents.works(Step.DUMP_AND_SHIP);
        pass(Duration.ofSeconds(1));
        assertThat(coordinator.active()).isEmpty();
        assertThat(store.find(id)).contains(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "p, a, c, policy, already moves",
        "p, a, c, operator, already moves",
        "q, a, c, policy, already leave a",
        "q, c, b, policy, already enter b",
        "q, c, c, operator, is already on c"
    })
    void theLimitsBindThePolicyAndSenseBindsEverybody(
            String pod, String source, String target, String by, String expected) {
        agents.silent(Step.DUMP_AND_SHIP);
        submit();
        pass(Duration.ZERO);
        assertThat(refusal(coordinator.submit(request(pod, source, target, by), now)))
                .contains(expected);
    }

    @Test
    void anOperatorIsNotBoundByTheLimits() {
        agents.silent(Step.DUMP_AND_SHIP);
        submit();
        accepted(coordinator.submit(request("q", "a", "b", "operator"), now));
    }

    @ParameterizedTest
    @CsvSource({
        "29, c, moved or tried 29 s ago",
        "31, a, no return trips",
        "31, c, ''",
        "301, a, ''"
    })
    void aPodRestsAfterAMoveAndDoesNotGoBackSoon(int seconds, String target, String expected) {
        submit();
        pass(Duration.ZERO);
        pass(CoordinatorConfig.DEFAULT.keep());
        MigrationRecord done = coordinator.recent().getFirst();
        now = done.stateSince().plusSeconds(seconds);
        Answer answer =
                coordinator.submit(
                        request(done.cloneUid().value(), "b", target, Coordinator.POLICY), now);
        if (expected.isEmpty()) {
            accepted(answer);
        } else {
            assertThat(refusal(answer)).contains(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"DUMP_AND_SHIP, true", "PREPARE_TARGET, true", "KILL_SOURCE, false"})
    void anAbortIsGrantedBeforeTheDecisionOnly(Step hangs, boolean granted) {
        agents.silent(hangs);
        MigrationId id = submit();
        pass(Duration.ZERO);
        Answer answer = coordinator.abort(id, "asked", now);
        assertThat(answer instanceof Answer.Accepted).isEqualTo(granted);
        pass(Duration.ZERO);
        assertThat(state(id)).isEqualTo(granted ? ABORTED : COMMITTED);
    }

    @Test
    void theDowntimeFollowsFromBothEndsOfIt() {
        agents.answer(
                Step.DUMP_AND_SHIP,
                new StepStatus.Done(
                        Optional.of("hash"), Map.of(MigrationFacts.FROZEN_AT_EPOCH_MILLIS, 1000L)));
        agents.answer(
                Step.RELEASE_TARGET,
                new StepStatus.Done(
                        Optional.empty(), Map.of(MigrationFacts.RELEASED_AT_EPOCH_MILLIS, 1750L)));
        MigrationId id = submit();
        pass(Duration.ZERO);
        assertThat(store.find(id).orElseThrow().facts())
                .containsEntry(MigrationFacts.DOWNTIME_MILLIS, 750L);
    }
}
