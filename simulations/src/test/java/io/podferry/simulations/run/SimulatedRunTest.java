package io.podferry.simulations.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.plan.Policies;
import io.podferry.simulations.cluster.Conditions;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRunTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whoeverActsSavesWhatTheKernelKillsOtherwise(long seed) {
        RunResult none = play("none", seed, new ArrayList<>());
        RunResult active = play("default", seed, new ArrayList<>());
        assertThat(Promise.broken(none)).isEmpty();
        assertThat(Promise.broken(active)).isEmpty();
        assertThat(none.killed()).allSatisfy(kill -> assertThat(kill.lostWork()).isPositive());
        assertThat(active.bytesMoved()).isPositive();
        assertThat(active.downtimeMillis()).hasSize(active.moves());
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        List<DemoEvent> once = new ArrayList<>();
        List<DemoEvent> again = new ArrayList<>();
        play("default", 7, once);
        play("default", 7, again);
        assertThat(once).isEqualTo(again);
        assertThat(once.getFirst()).isInstanceOf(DemoEvent.RunStarted.class);
        assertThat(once.getLast()).isInstanceOf(DemoEvent.Summary.class);
        assertThat(once).extracting(DemoEvent::at).isSorted();
    }

    @Test
    void thePaceCanEndARunEarly() {
        RunResult result =
                SimulatedRun.play(
                        DemoScenarios.crowdedNode(7),
                        Policies.byName("none"),
                        Conditions.measured(),
                        _ -> {},
                        elapsed -> elapsed.compareTo(Duration.ofSeconds(3)) < 0);
        assertThat(result.kills()).isZero();
        assertThat(Promise.broken(result))
                .singleElement()
                .asString()
                .startsWith("the kernel killed nothing although nobody acted");
    }

    private static RunResult play(String policy, long seed, List<DemoEvent> events) {
        return SimulatedRun.play(
                DemoScenarios.crowdedNode(seed),
                Policies.byName(policy),
                Conditions.measured(),
                events::add,
                Pace.UNHURRIED);
    }
}
