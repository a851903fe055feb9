package io.podferry.simulations.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.engine.Mode;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.simulations.cluster.Conditions;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                        "none",
                        PolicySettings.enforcing("none"),
                        Conditions.measured(),
                        _ -> {},
                        elapsed -> elapsed.compareTo(Duration.ofSeconds(3)) < 0);
        assertThat(result.kills()).isZero();
        assertThat(Promise.broken(result))
                .singleElement()
                .asString()
                .startsWith("the kernel killed nothing although nobody acted");
    }

    @Test
    void recommendedMovesAreRecordedAndNotMade() {
        List<DemoEvent> events = new ArrayList<>();
        RunResult result =
                play(PolicySettings.standard().with(Map.of("mode", "recommend")), events);
        assertThat(result.moves()).isZero();
        assertThat(result.kills()).isPositive();
        assertThat(events)
                .filteredOn(DemoEvent.DecisionMade.class::isInstance)
                .extracting(event -> ((DemoEvent.DecisionMade) event).explanation())
                .anyMatch(reason -> reason.startsWith("recommended only: node-1 may run out"));
    }

    @Test
    void podsThatTheFileDoesNotSelectStay() {
        PolicySettings others =
                new PolicySettings(
                        "others",
                        new TreeMap<>(
                                Map.of(
                                        "mode", List.of("enforce"),
                                        "selector.namespaces", List.of("elsewhere"))),
                        new TreeMap<>());
        assertThat(play(others, new ArrayList<>()).moves()).isZero();
    }

    @Test
    void aNamespaceMayEnforceWhatTheFileOnlyRecommends() {
        PolicySettings settings =
                new PolicySettings(
                        "mine", new TreeMap<>(), new TreeMap<>(Map.of("default", Mode.ENFORCE)));
        assertThat(play(settings, new ArrayList<>()).moves()).isPositive();
    }

    private static RunResult play(PolicySettings settings, List<DemoEvent> events) {
        return SimulatedRun.play(
                DemoScenarios.crowdedNode(7),
                settings.name(),
                settings,
                Conditions.measured(),
                events::add,
                Pace.UNHURRIED);
    }

    private static RunResult play(String policy, long seed, List<DemoEvent> events) {
        return SimulatedRun.play(
                DemoScenarios.crowdedNode(seed),
                policy,
                PolicySettings.enforcing(policy),
                Conditions.measured(),
                events::add,
                Pace.UNHURRIED);
    }
}
