package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveWatcherTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName SOURCE = new NodeName("node-1");
    private static final NodeName TARGET = new NodeName("node-2");
    private static final DataSize SIZE = DataSize.ofGibibytes(1);

    private static MigrationRecord released(double seconds, Map<String, Long> facts) {
        return new MigrationRecord(
                new MigrationId("m-1"),
                9,
                1,
                MigrationState.RUNNING,
                new PodUid("pod-1"),
                new PodUid("pod-2"),
                "pod",
                "pod",
                SOURCE,
                TARGET,
                SIZE,
                "test",
                "test",
                START,
                START.plusMillis(Math.round(seconds * 1e3)),
                Optional.empty(),
                Optional.empty(),
                0,
                facts);
    }

    private static Duration learned(double seconds, Map<String, Long> facts) {
        DurationModel durations = new DurationModel();
        new MoveWatcher(durations).learn(List.of(released(seconds, facts)), List.of());
        return durations.expected(SOURCE, TARGET, SIZE);
    }

    @ParameterizedTest(name = "{0} s, of them {1} s of copying ahead, are learned as {2} s")
    @CsvSource({"3, 0, 3", "9, 6, 3", "9, 0, 9"})
    void copyingAheadIsNotPartOfWhatAMoveNeeds(double took, double ahead, double as) {
        assertThat(learned(took, Map.of(MigrationFacts.AHEAD_MILLIS, Math.round(ahead * 1e3))))
                .isEqualTo(learned(as, Map.of()));
    }
}
