package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.ClusterView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastAuditTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName NODE = new NodeName("a");

    private final ClusterTable table = new ClusterTable();
    private final ForecastAudit audit = new ForecastAudit();

    private void look(int second, long inUse) {
        Instant now = START.plusSeconds(second);
        table.begin(now);
        table.nodeSample(table.node(NODE), 1000, inUse, now.toEpochMilli(), Double.NaN, true);
        audit.observe(new ClusterView(table, now), List.of());
    }

    @Test
    void anExhaustionThatIsSeenAndToldCountsOnce() {
        audit.exhausted(NODE, START);
        look(1, 1000);
        audit.exhausted(NODE, START.plusSeconds(1));
        look(2, 999);
        assertThat(audit.summary().misses()).isEqualTo(1);
    }

    @Test
    void theNextOneAfterThereWasRoomCountsAgain() {
        audit.exhausted(NODE, START);
        look(1, 400);
        audit.exhausted(NODE, START.plusSeconds(2));
        assertThat(audit.summary().misses()).isEqualTo(2);
    }
}
