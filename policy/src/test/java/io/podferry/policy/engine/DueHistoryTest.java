package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueHistoryTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 31})
    void asManyLooksCanBeDueAsThePolicyFileMayAskFor(int polls) {
        PolicySettings settings =
                PolicySettings.standard().with(Map.of("thresholds.polls", "" + polls));
        assertThat(settings.engine().dueWindow() + 1)
                .as("the looks before, and the present one")
                .isGreaterThanOrEqualTo(polls);
    }

    @Test
    void aLongerWindowKeepsWhatWasSeen() {
        DueHistory history = new DueHistory(1);
        DecisionRecord due = due();
        history.record(List.of(due));
        history.record(List.of(due));
        assertThat(history.counts()).containsEntry(due.node(), 1);
        history.window(3);
        history.record(List.of(due));
        history.record(List.of(due));
        assertThat(history.counts()).containsEntry(due.node(), 3);
    }

    private static DecisionRecord due() {
        NodeName node = new NodeName("a");
        NodeRisk risk =
                new NodeRisk(
                        node,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Duration.ZERO,
                        false);
        return new DecisionRecord(
                Instant.EPOCH,
                "default",
                node,
                risk,
                Duration.ofMinutes(1),
                Finding.WAIT,
                true,
                List.of(),
                Map.of(),
                Optional.empty(),
                "due",
                "nothing");
    }
}
