package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoNode;
import io.podferry.simulations.scenario.DemoPod;
import io.podferry.simulations.scenario.DemoScenario;
import io.podferry.simulations.scenario.MemoryShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two nodes of 400 MiB, pods by hand, a clock by hand, and moves step by step. */
final class Lab {
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final RequestLedger ledger = new RequestLedger();
    final List<DemoEvent> events = new ArrayList<>();
    final VirtualCluster cluster;
    private Instant now = START;

    Lab(Conditions conditions, DemoPod... pods) {
        DemoScenario scenario =
                new DemoScenario(
                        "lab",
                        0,
                        List.of(
                                new DemoNode(A, DataSize.ofMebibytes(400)),
                                new DemoNode(B, DataSize.ofMebibytes(400))),
                        List.of(pods),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1));
        cluster = new VirtualCluster(scenario, conditions, 1, START, ledger, events::add);
    }

    /** A counter of 50 MiB that grows without end. */
    static DemoPod counter(String name, NodeName node, long mebibytesPerSecond) {
        return new DemoPod(
                name,
                node,
                DemoPod.Kind.COUNTER,
                "counter",
                new MemoryShape.Steady(
                        DataSize.ofMebibytes(50),
                        new GrowthRate(mebibytesPerSecond * 1024 * 1024),
                        DataSize.ofGibibytes(1)),
                Optional.empty(),
                Duration.ZERO);
    }

    static DemoPod withLimit(DemoPod pod, long mebibytes) {
        return new DemoPod(
                pod.name(),
                pod.node(),
                pod.kind(),
                pod.workloadClass(),
                pod.shape(),
                Optional.of(DataSize.ofMebibytes(mebibytes)),
                pod.startsAfter());
    }

    void pass(double seconds) {
        now = now.plusMillis(Math.round(seconds * 1000));
        cluster.advanceTo(now);
    }

    /** What telemetry shows of the pod, wherever it is. */
    PodSnapshot seen(String pod) {
        return cluster.snapshot(now).pods().stream()
                .filter(snapshot -> snapshot.name().equals(pod))
                .findFirst()
                .orElseThrow();
    }

    <E extends DemoEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    StepStatus run(MigrationRecord record, Step step) {
        cluster.start(record, step);
        for (int i = 0; i < 500 && cluster.poll(record, step) instanceof StepStatus.Pending; i++) {
            pass(0.01);
        }
        return cluster.poll(record, step);
    }

    /** Runs the steps one after another; the last one's status. */
    StepStatus run(MigrationRecord record, Step first, Step... more) {
        StepStatus status = run(record, first);
        for (Step step : more) {
            if (status instanceof StepStatus.Failed) {
                return status;
            }
            status = run(record, step);
        }
        return status;
    }

    static MigrationRecord move(String pod, long mebibytes) {
        return new MigrationRecord(
                new MigrationId("m-1"),
                1,
                1,
                MigrationState.PLANNED,
                new PodUid(pod + ".0"),
                new PodUid(pod + ".clone"),
                pod,
                pod,
                A,
                B,
                DataSize.ofMebibytes(mebibytes),
                "test",
                "operator",
                START,
                START,
                Optional.empty(),
                Optional.empty(),
                0,
                Map.of());
    }
}
