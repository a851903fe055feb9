package io.podferry.simulations.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastEpisodesTest {
    private static final NodeName NODE = new NodeName("node-1");

    private final ForecastEpisodes episodes = new ForecastEpisodes();

    @Test
    void aKillEndsTheEpisodeThatBeganWithTheFirstNearWarning() {
        says(1, 40);
        says(2, 14);
        says(3, 9);
        episodes.killed(NODE, seconds(17));
        assertThat(episodes.outcomes())
                .containsExactly(
                        new RunResult.ForecastOutcome(
                                NODE, seconds(2), seconds(16), Optional.of(seconds(17)), false));
    }

    @Test
    void aMoveAwayEndsIt() {
        says(2, 14);
        episodes.movedAway(NODE);
        says(5, 100);
        assertThat(episodes.outcomes())
                .singleElement()
                .matches(RunResult.ForecastOutcome::movedAway);
    }

    @Test
    void aForecastWhoseTimeHasLongPassedWasWrong() {
        says(2, 3);
        says(19, 3);
        assertThat(episodes.outcomes()).isEmpty();
        says(21, 3);
        assertThat(episodes.outcomes())
                .singleElement()
                .matches(outcome -> outcome.killedAt().isEmpty() && !outcome.movedAway());
    }

    @Test
    void aWarningWithdrawnForGoodIsNoneButOneThatFlickersIs() {
        says(1, 14);
        says(2, null);
        says(4, 14);
        says(5, null);
        says(9, null);
        episodes.killed(NODE, seconds(9.5));
        assertThat(episodes.outcomes()).hasSize(1);
        says(11, 14);
        says(12, null);
        says(17, 60);
        episodes.killed(NODE, seconds(18));
        assertThat(episodes.outcomes()).hasSize(1);
    }

    private void says(double at, @Nullable Integer exhaustedIn) {
        episodes.sampled(
                new DemoEvent.NodeSample(
                        seconds(at),
                        NODE,
                        DataSize.ofMebibytes(768),
                        DataSize.ofMebibytes(500),
                        DataSize.ZERO,
                        OptionalDouble.empty(),
                        Optional.ofNullable(exhaustedIn).map(Duration::ofSeconds),
                        Optional.empty(),
                        List.of()));
    }

    private static Duration seconds(double time) {
        return Duration.ofMillis(Math.round(time * 1000));
    }
}
