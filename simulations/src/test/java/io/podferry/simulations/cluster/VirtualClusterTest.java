package io.podferry.simulations.cluster;

import static io.podferry.simulations.cluster.Lab.A;
import static io.podferry.simulations.cluster.Lab.B;
import static io.podferry.simulations.cluster.Lab.counter;
import static io.podferry.simulations.cluster.Lab.move;
import static io.podferry.simulations.cluster.Lab.withLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent.PodKilled;
import io.podferry.simulations.events.DemoEvent.PodStarted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VirtualClusterTest {
    private static final Conditions CONDITIONS = Conditions.measured();

    @Test
    void theKernelKillsTheLargestPodOfANodeThatIsOutOfMemoryAndItsWorkIsLost() {
        Lab lab = new Lab(CONDITIONS, counter("big", A, 20), counter("small", A, 10));
        lab.pass(9.9);
        assertThat(lab.events(PodKilled.class)).isEmpty();
        lab.pass(0.2);
        assertThat(lab.events(PodKilled.class))
                .singleElement()
                .satisfies(kill -> {
                    assertThat(kill.pod()).isEqualTo("big");
                    assertThat(kill.lostWork()).isEqualTo(Duration.ofMillis(10_010));
                    assertThat(kill.memory().mebibytes()).isBetween(249.0, 251.0);
                    assertThat(kill.cause()).contains("a had 400Mi in use");
                });
        assertThat(lab.ledger.continuous()).isTrue();
        lab.pass(1.5);
        assertThat(lab.events(PodStarted.class).getLast().restarts()).isEqualTo(1);
        assertThat(lab.seen("big").memory().mebibytes()).isLessThan(60);
        assertThat(lab.ledger.continuous()).as("the new counter began at 1").isFalse();
    }

    @Test
    void aPodOverItsOwnLimitIsKilledOnANodeWithRoom() {
        Lab lab = new Lab(CONDITIONS, withLimit(counter("limited", A, 20), 70));
        lab.pass(1.1);
        assertThat(lab.events(PodKilled.class))
                .singleElement()
                .satisfies(kill -> assertThat(kill.cause()).contains("its own limit is 70Mi"));
    }

    @Test
    void telemetryShowsEachSampleOnlyAfterTheDelay() {
        Conditions slow = CONDITIONS.withMetrics(Duration.ofSeconds(5), Duration.ofSeconds(2));
        Lab lab = new Lab(slow, counter("c", A, 10));
        lab.pass(1.9);
        assertThat(lab.cluster.snapshot(Lab.START.plusMillis(1900)).nodes()).isEmpty();
        lab.pass(5);
        assertThat(lab.seen("c").sampledAt()).isEqualTo(Lab.START);
        lab.pass(0.1);
        assertThat(lab.seen("c").sampledAt()).isEqualTo(Lab.START.plusSeconds(5));
        assertThat(lab.seen("c").memory()).isEqualTo(DataSize.ofMebibytes(100));
    }

    @Test
    void aMoveCarriesWorkAndNumberToTheTargetAndFreesTheSource() {
        Lab lab = new Lab(CONDITIONS, counter("c", A, 10));
        lab.pass(5);
        MigrationRecord record = move("c", 110);
        assertThat(lab.run(record, Step.PREFLIGHT_SOURCE, Step.PREFLIGHT_TARGET, Step.HOLD_TARGET))
                .isInstanceOf(StepStatus.Done.class);
        assertThat(lab.cluster.reserved(B)).isEqualTo(DataSize.ofMebibytes(110));

        assertThat(lab.run(record, Step.DUMP_AND_SHIP))
                .asInstanceOf(type(StepStatus.Done.class))
                .satisfies(done -> assertThat(done.rootHash()).isPresent());
        DataSize frozen = lab.cluster.memory(A);
        assertThat(lab.run(record, Step.PREPARE_TARGET, Step.PROMISE_SOURCE))
                .isInstanceOf(StepStatus.Done.class);
        assertThat(lab.cluster.memory(A)).as("stands still").isEqualTo(frozen);
        assertThat(lab.cluster.memory(B)).as("held clone").isEqualTo(frozen);
        assertThat(lab.cluster.reserved(B)).isEqualTo(DataSize.ZERO);
        assertThat(lab.cluster.pods(B)).isEmpty();

        StepStatus released = lab.run(record, Step.KILL_SOURCE, Step.RELEASE_TARGET);
        assertThat(released)
                .asInstanceOf(type(StepStatus.Done.class))
                .satisfies(done ->
                        assertThat(done.facts().get(MigrationFacts.DOWNTIME_MILLIS))
                                .isBetween(600L, 1200L));
        lab.pass(2);
        assertThat(lab.cluster.memory(A)).isEqualTo(DataSize.ZERO);
        assertThat(lab.seen("c").uid()).isEqualTo(new PodUid("c.clone"));
        assertThat(lab.seen("c").previousUid()).contains(new PodUid("c.0"));
        assertThat(lab.cluster.memory(B).mebibytes())
                .isBetween(frozen.mebibytes() + 15, frozen.mebibytes() + 25);
        assertThat(lab.ledger.continuous()).isTrue();
        assertThat(lab.ledger.answers()).isGreaterThan(60);
    }

    @Test
    void anAbortedMoveLeavesTheSourceRunningAndNothingOnTheTarget() {
        Lab lab = new Lab(CONDITIONS, counter("c", A, 10));
        lab.pass(5);
        MigrationRecord record = move("c", 110);
        lab.run(record, Step.HOLD_TARGET, Step.DUMP_AND_SHIP, Step.PREPARE_TARGET);
        assertThat(lab.run(record, Step.ABORT_SOURCE, Step.ABORT_TARGET))
                .isInstanceOf(StepStatus.Done.class);
        DataSize before = lab.cluster.memory(A);
        lab.pass(2);
        assertThat(lab.cluster.memory(A)).isGreaterThan(before);
        assertThat(lab.cluster.memory(B)).isEqualTo(DataSize.ZERO);
        assertThat(lab.cluster.reserved(B)).isEqualTo(DataSize.ZERO);
        assertThat(lab.ledger.continuous()).isTrue();
    }

    @Test
    void aTargetWithoutRoomRefusesWithTheFigures() {
        Lab lab = new Lab(CONDITIONS, counter("c", A, 10), counter("d", B, 60));
        lab.pass(5);
        assertThat(lab.run(move("c", 110), Step.PREFLIGHT_TARGET))
                .asInstanceOf(type(StepStatus.Failed.class))
                .satisfies(failed ->
                        assertThat(failed.reason())
                                .isEqualTo(
                                        "c needs 110Mi on b, free are 48.8Mi. Maybe choose"
                                                + " another node?"));
    }

    @Test
    void aFailingMoveFailsBeforeTheDecisionAndTheSourceCanGoOn() {
        Lab lab = new Lab(CONDITIONS.withFailingMoves(1), counter("c", A, 10));
        lab.pass(1);
        MigrationRecord record = move("c", 80);
        assertThat(lab.run(record, Step.HOLD_TARGET, Step.DUMP_AND_SHIP))
                .isInstanceOf(StepStatus.Failed.class);
        lab.run(record, Step.ABORT_SOURCE, Step.ABORT_TARGET);
        lab.pass(2);
        assertThat(lab.cluster.memory(A).mebibytes()).isGreaterThan(75);
        assertThat(lab.ledger.continuous()).isTrue();
    }

    @Test
    void aSourceKilledAfterItsPromiseIsNoLossWhenTheMoveIsCommitted() {
        Lab lab = promisedThenShort();
        MigrationRecord record = move("c", 150);
        lab.run(record, Step.KILL_SOURCE, Step.RELEASE_TARGET);
        lab.pass(3);
        assertThat(lab.events(PodKilled.class)).isEmpty();
        assertThat(lab.cluster.pods(B)).hasSize(1);
        assertThat(lab.ledger.continuous()).isTrue();
    }

    @Test
    void aSourceKilledAfterItsPromiseIsLostWhenTheMoveIsGivenUp() {
        Lab lab = promisedThenShort();
        MigrationRecord record = move("c", 150);
        lab.run(record, Step.ABORT_SOURCE, Step.ABORT_TARGET);
        lab.pass(3);
        assertThat(lab.events(PodKilled.class)).singleElement().matches(k -> k.pod().equals("c"));
        assertThat(lab.events(PodStarted.class).getLast().restarts()).isEqualTo(1);
    }

    /** The frozen pod c is the largest on its node when the other one's growth fills it. */
    private static Lab promisedThenShort() {
        Lab lab = new Lab(CONDITIONS, counter("c", A, 34), counter("d", A, 14));
        lab.pass(5);
        MigrationRecord record = move("c", 150);
        assertThat(
                        lab.run(
                                record,
                                Step.HOLD_TARGET,
                                Step.DUMP_AND_SHIP,
                                Step.PREPARE_TARGET,
                                Step.PROMISE_SOURCE))
                .isInstanceOf(StepStatus.Done.class);
        while (lab.cluster.pods(A).size() == 2) {
            lab.pass(0.1);
        }
        assertThat(lab.cluster.pods(A)).singleElement().matches(pod -> pod.pod().equals("d"));
        return lab;
    }
}
