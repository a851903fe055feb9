package io.podferry.policy.engine;

import static io.podferry.policy.engine.TestCluster.flat;
import static io.podferry.policy.engine.TestCluster.ramp;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed loop on a small cluster: does the node escape, and is nothing moved without need? */
class EscapeTest {
    private final MemoryStore store = new MemoryStore();
    private final List<DecisionRecord> decisions = new ArrayList<>();

    private void run(TestCluster cluster, String policy, double seconds, Duration tick) {
        Coordinator coordinator = new Coordinator(store, cluster, CoordinatorConfig.DEFAULT, 1);
        PolicyEngine engine =
                new PolicyEngine(
                        cluster,
                        Policies.byName(policy),
                        coordinator,
                        decisions::add,
                        EngineConfig.DEFAULT);
        while (cluster.now().isBefore(TestCluster.START.plusMillis(Math.round(seconds * 1e3)))) {
            cluster.pass(tick);
            engine.tick(cluster.now());
        }
    }

    private long moves() {
        return store.list().stream()
                .filter(record -> record.createdAt().isAfter(TestCluster.START))
                .map(MigrationRecord::id)
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "200, 0.3, 1.5, 200",
        "200, 0.3, 1.5, 500",
        "200, 0.5, 2.5, 1000",
        "100, 0.5, 2.5, 1000",
        "50, 0.5, 1.5, 1000",
        "20, 0.5, 1.5, 500"
    })
    void aRampIsEscaped(double perSecond, double fixed, double perGibibyte, long sampleMillis) {
        TestCluster cluster =
                new TestCluster(Duration.ofMillis(sampleMillis), fixed, perGibibyte)
                        .node("node-1", 4096)
                        .node("node-2", 4096)
                        .pod("grower", "node-1", ramp(100, perSecond, 3500))
                        .pod("steady", "node-1", flat(1200));
        run(cluster, "default", 3400 / perSecond + 20, Duration.ofMillis(sampleMillis));
        assertThat(cluster.kills()).as("%s", decisions).isEmpty();
        assertThat(moves()).isEqualTo(1);
    }

    @Test
    void withoutAPolicyTheKernelKills() {
        TestCluster cluster =
                new TestCluster(Duration.ofMillis(500), 0.3, 1.5)
                        .node("node-1", 4096)
                        .node("node-2", 4096)
                        .pod("grower", "node-1", ramp(100, 200, 3500))
                        .pod("steady", "node-1", flat(1200));
        run(cluster, "none", 30, Duration.ofMillis(500));
        assertThat(cluster.kills()).containsExactly("grower");
    }

    @ParameterizedTest
    @CsvSource({"steps", "plateau", "saw-tooth", "flat"})
    void whatDoesNotRunOutIsLeftAlone(String shape) {
        TestCluster cluster =
                new TestCluster(Duration.ofMillis(500), 0.3, 1.5)
                        .node("node-1", 4096)
                        .node("node-2", 4096)
                        .pod("steady", "node-1", flat(1500));
        switch (shape) {
            case "steps" ->
                    cluster.pod("p", "node-1", t -> 300 + 500 * Math.min(3, Math.floor(t / 20)));
            case "plateau" -> cluster.pod("p", "node-1", ramp(100, 30, 900));
            case "saw-tooth" -> cluster.pod("p", "node-1", t -> 800 + 80 * (t % 10));
            default -> cluster.pod("p", "node-1", flat(2400));
        }
        run(cluster, "default", 90, Duration.ofMillis(500));
        assertThat(cluster.kills()).isEmpty();
        assertThat(moves())
                .as("%s", decisions.stream().map(DecisionRecord::oneLine).toList())
                .isZero();
    }
}
