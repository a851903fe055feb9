package io.podferry.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnGrowthTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static PodSnapshot pod(long mebibytes, Instant at) {
        return new PodSnapshot(
                new PodUid("p"),
                Optional.empty(),
                "default/p",
                new NodeName("n"),
                "class",
                Map.of(),
                DataSize.ofMebibytes(mebibytes),
                at,
                Optional.empty(),
                START,
                List.of());
    }

    @Test
    void anotherMemoryCountsAtOnce() {
        ClusterTable table = new ClusterTable();
        int row = 0;
        for (int second = 0; second < 60; second++) {
            Instant at = START.plusSeconds(second);
            table.begin(at);
            row = table.pod(pod(500 + 10 * Math.min(second, 30), at));
        }
        OwnGrowth own = new OwnGrowth(table);
        assertThat(own.of(row, 600_000).orElseThrow().most()).isPositive();
        assertThat(own.of(row, 10_000).orElseThrow().most())
                .as("it has rested for half a minute")
                .isZero();
    }
}
