package io.podferry.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodDetail;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.migration.ScriptedAgents;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.ClusterView;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveBudgetsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName NODE = new NodeName("node-1");

    private final ClusterTable table = new ClusterTable();
    private final Coordinator coordinator =
            new Coordinator(new MemoryStore(), new ScriptedAgents(), CoordinatorConfig.DEFAULT, 1);

    private PodSnapshot pod(String name, String owner, OptionalInt disruptions) {
        PodDetail detail =
                new PodDetail(
                        Optional.empty(),
                        DataSize.ZERO,
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        Optional.of(owner),
                        disruptions,
                        OptionalInt.empty());
        PodSnapshot pod =
                new PodSnapshot(
                        new PodUid(name),
                        Optional.empty(),
                        name,
                        NODE,
                        owner,
                        Map.of(),
                        DataSize.ofGibibytes(1),
                        NOW,
                        Optional.empty(),
                        NOW,
                        List.of(),
                        detail);
        table.pod(pod);
        return pod;
    }

    @ParameterizedTest(name = "{0} of {1} with {2} disruptions: {6}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    a/2 | Job/x | - | 10 | 10 | true  | -
                    a/2 | Job/x | - | 10 | 1  | true  | 1 of 1 moves of Job/x are under way
                    b/2 | Job/x | - | 10 | 1  | true  | -
                    a/2 | Job/y | - | 10 | 1  | true  | -
                    a/2 | Job/y | - | 1  | 10 | true  | 1 of 1 moves of namespace a are under way
                    b/2 | Job/y | - | 1  | 10 | true  | -
                    b/2 | Job/y | 0 | 10 | 10 | true  | its disruption budget allows none now
                    b/2 | Job/y | 0 | 10 | 10 | false | -
                    b/2 | Job/y | 1 | 10 | 10 | true  | -
                    """)
    void aPodStaysWhenItsBudgetIsUsedUp(
            String name,
            String owner,
            String disruptions,
            int perNamespace,
            int perOwner,
            boolean respect,
            String expected) {
        table.begin(NOW);
        table.node(NODE);
        pod("a/1", "Job/x", OptionalInt.empty());
        PodSnapshot asks =
                pod(
                        name,
                        owner,
                        disruptions == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(disruptions)));
        coordinator.submit(
                new MigrationRequest(
                        new PodUid("a/1"),
                        "a/1",
                        "a/1",
                        NODE,
                        new NodeName("node-2"),
                        DataSize.ofGibibytes(1),
                        "",
                        Coordinator.POLICY),
                NOW);
        Optional<String> objection =
                new MoveBudgets(perNamespace, perOwner, respect)
                        .objection(asks, coordinator.active(), new ClusterView(table, NOW));
        assertThat(objection).isEqualTo(Optional.ofNullable(expected));
    }
}
