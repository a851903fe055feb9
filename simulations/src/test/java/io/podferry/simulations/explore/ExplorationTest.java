package io.podferry.simulations.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExplorationTest {
    private static final long SEEDS = Long.getLong("podferry.seeds", 10_000);

    /**
     * All single faults, all ordered pairs and the seeds; a violation prints its replay command.
     */
    @Test
    void noFaultNoPairAndNoSeedBreaksTheProtocol() {
        Exploration.Report report = new Exploration(Bug.NONE).explore(true, 1, SEEDS);

        assertThat(report.violation().map(Violation::explain)).isEmpty();
        assertThat(report.points()).isGreaterThan(80);
        assertThat(report.singles()).isGreaterThan(400);
        assertThat(report.pairs()).isGreaterThan(50_000);
        assertThat(report.seeds()).isEqualTo(SEEDS);
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, mode = Mode.EXCLUDE, names = "NONE")
    void everyPlantedBugIsFound(Bug bug) {
        Exploration.Report report = new Exploration(bug).explore(false, 1, 20_000);

        assertThat(report.violation()).as(bug.label()).isPresent();
    }

    @Test
    void aFoundBugReplaysFromItsCommand() {
        Violation found =
                new Exploration(Bug.RESTART_THAWS).explore(false, 1, 0).violation().orElseThrow();

        assertThat(Exploration.replay(found.plan()))
                .hasValueSatisfying(again -> {
                    assertThat(again.invariant()).isEqualTo(found.invariant());
                    assertThat(again.history()).isEqualTo(found.history());
                });
        assertThat(found.plan().command())
                .startsWith("podferry explore --replay 1 --fault ")
                .endsWith(" --bug restart-thaws");
    }

    @Test
    void aRunIsTheSameEveryTime() {
        Plan plan = new Plan(4711, java.util.List.of(), true, Bug.NONE);

        assertThat(Trial.run(plan, true)).isEqualTo(Trial.run(plan, true));
    }

    @Test
    void aFaultIsReadAsItIsWritten() {
        Fault fault = new Fault("store-COMMITTED:applied", Actor.SOURCE_NODE);

        assertThat(Fault.parse(fault.text())).isEqualTo(fault);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("store-COMMITTED:applied@everybody"))
                .withMessageContaining("source-node");
    }
}
