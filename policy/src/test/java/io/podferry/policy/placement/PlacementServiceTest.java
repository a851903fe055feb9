package io.podferry.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementServiceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static NodeOutlook node(
            String name, long usable, long used, long q90, boolean open, boolean stale) {
        NodeName id = new NodeName(name);
        DataSize size = DataSize.ofMebibytes(usable);
        DataSize memory = DataSize.ofMebibytes(used);
        return new NodeOutlook(
                new NodeSnapshot(id, size, memory, NOW, OptionalDouble.empty(), open),
                new NodeRisk(
                        id,
                        memory,
                        size,
                        memory,
                        memory,
                        DataSize.ofMebibytes(q90),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        stale),
                DataSize.ZERO);
    }

    private static PlacementPod pod(long mebibytes) {
        DataSize size = DataSize.ofMebibytes(mebibytes);
        return new PlacementPod("p", Optional.of(new NodeName("here")), size, size);
    }

    @ParameterizedTest
    @CsvSource({
        "here, 1000, 0, true, false, runs there now",
        "x, 1000, 0, false, false, node takes no new pods",
        "x, 1000, 0, true, true, memory of the node is unknown",
        "x, 1000, 950, true, false, not enough free memory",
        "x, 0, 0, true, false, not enough free memory"
    })
    void everyRejectionHasItsReason(
            String name, long usable, long used, boolean open, boolean stale, String reason) {
        Placement placement =
                PlacementService.standard()
                        .place(pod(100), List.of(node(name, usable, used, used, open, stale)));
        assertThat(placement.ranked()).isEmpty();
        assertThat(placement.rejected()).containsOnlyKeys(reason);
    }

    @Test
    void theNodeWithTheMostHeadroomInTheForecastComesFirstAndTiesGoByName() {
        Placement placement =
                PlacementService.standard()
                        .place(
                                pod(100),
                                List.of(
                                        node("grows", 1000, 100, 700, true, false),
                                        node("b", 1000, 300, 300, true, false),
                                        node("a", 1000, 300, 300, true, false)));
        assertThat(placement.ranked())
                .extracting(ranked -> ranked.node().value())
                .containsExactly("a", "b", "grows");
    }
}
