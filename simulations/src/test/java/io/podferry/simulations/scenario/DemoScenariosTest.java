package io.podferry.simulations.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.podferry.policy.cluster.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoScenariosTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theFirstNodeRunsOutBetween14And22SecondsWhenNobodyActs(long seed) {
        DemoScenario scenario = DemoScenarios.crowdedNode(seed);
        assertThat(exhausted(scenario, new NodeName("node-1")))
                .hasValueSatisfying(at ->
                        assertThat(at).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(22)));
        assertThat(exhausted(scenario, new NodeName("node-2"))).isEmpty();
    }

    @Test
    void theSameSeedDrawsTheSamePodsAndAnotherOneOthers() {
        assertThat(DemoScenarios.crowdedNode(7)).isEqualTo(DemoScenarios.crowdedNode(7));
        assertThat(DemoScenarios.crowdedNode(7).pods())
                .isNotEqualTo(DemoScenarios.crowdedNode(8).pods());
    }

    @Test
    void aPodOnAnUnknownNodeIsRefused() {
        DemoScenario good = DemoScenarios.crowdedNode(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DemoScenario(
                                good.name(),
                                1,
                                List.of(good.nodes().getLast()),
                                good.pods(),
                                good.duration(),
                                good.requestEvery(),
                                good.restartDelay()))
                .withMessage("pod counter-1 wants node node-1, but the nodes are [node-2]");
    }

    private static Optional<Duration> exhausted(DemoScenario scenario, NodeName node) {
        for (Duration at = Duration.ZERO;
                at.compareTo(scenario.duration()) <= 0;
                at = at.plusMillis(50)) {
            long sum = 0;
            for (DemoPod pod : scenario.pods()) {
                if (pod.node().equals(node) && pod.startsAfter().compareTo(at) <= 0) {
                    sum += pod.shape().at(at.minus(pod.startsAfter())).bytes();
                }
            }
            if (sum > scenario.usable(node).bytes()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
