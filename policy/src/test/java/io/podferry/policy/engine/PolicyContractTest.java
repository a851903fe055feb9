package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.Policies;
import io.podferry.policy.telemetry.TelemetryFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One contract for all policies, over clusters made from seeds. A failure names its seed. */
class PolicyContractTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SEEDS = 6;
    private static final int TICKS = 30;

    static Stream<String> policies() {
        return Policies.names().stream();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void actsOnlyOnWhatIsThereAndExplainsItself(String policy) {
        for (int seed = 0; seed < SEEDS; seed++) {
            play(policy, RandomClusters.of(seed, START));
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void badTelemetryNeitherStopsItNorMakesItAct(String policy) {
        for (int seed = 0; seed < SEEDS; seed++) {
            play(policy, RandomClusters.bad(seed, START));
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void theSameInputGivesTheSamePlan(String policy) {
        assertThat(play(policy, RandomClusters.of(3, START)))
                .isEqualTo(play(policy, RandomClusters.of(3, START)));
    }

    private static List<Action> play(String policy, RandomClusters clusters) {
        Coordinator coordinator =
                new Coordinator(new MemoryStore(), new Silent(), CoordinatorConfig.DEFAULT, 1);
        PolicyEngine engine =
                new PolicyEngine(
                        TelemetryFeed.of(clusters),
                        Policies.byName(policy),
                        coordinator,
                        _ -> {},
                        EngineConfig.DEFAULT,
                        (_, _) -> Optional.<String>empty());
        List<Action> actions = new ArrayList<>();
        Instant now = START;
        for (int tick = 0; tick < TICKS; tick++) {
            now = now.plus(tick == 25 ? Duration.ofHours(-1) : Duration.ofSeconds(5));
            TickReport report = engine.tick(now);
            TickVerifier.verify(report);
            actions.addAll(report.plan().actions());
        }
        return actions;
    }

    /** Moves never end. */
    private static final class Silent implements MigrationExecutor {
        @Override
        public void start(MigrationRecord record, Step step) {}

        @Override
        public StepStatus poll(MigrationRecord record, Step step) {
            return StepStatus.Pending.unknown("");
        }
    }
}
