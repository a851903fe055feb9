package io.podferry.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.api.DecisionView;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.AuditSummary;
import io.podferry.policy.engine.ForecastAudit.Outcome;
import io.podferry.policy.engine.ForecastAudit.Verdict;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.risk.RiskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static TickReport judging(Verdict verdict) {
        return new TickReport(
                Instant.EPOCH,
                new ClusterSnapshot(Instant.EPOCH, List.of(), List.of()),
                new RiskReport(Duration.ofMinutes(2), Map.of()),
                new TreeMap<>(),
                MigrationPlan.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(verdict),
                AuditSummary.NONE,
                List.of(),
                List.of());
    }

    private static DecisionView decision(Finding finding) {
        return new DecisionView(
                5,
                "default",
                "node-1",
                finding.name(),
                List.of("web"),
                List.of(),
                "line",
                "text\n",
                EngineJson.mapper().createObjectNode());
    }

    @Test
    void aVerdictIsThatOfTheNodeNotOfAPodThatMeetsItsLimit() {
        Verdicts verdicts = new Verdicts();
        verdicts.ticked(
                judging(
                        new Verdict(
                                Instant.ofEpochMilli(5),
                                new NodeName("node-1"),
                                Optional.empty(),
                                0.1,
                                Outcome.NOT_EXHAUSTED,
                                Optional.empty())));
        assertThat(verdicts.judged(decision(Finding.WAIT)).text())
                .contains("verdict   the node did not run out within the horizon");
        assertThat(verdicts.judged(decision(Finding.CONTAINER_LIMIT)).text()).isEqualTo("text\n");
    }
}
