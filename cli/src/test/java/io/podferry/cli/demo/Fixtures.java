package io.podferry.cli.demo;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Events and results for tests. */
public final class Fixtures {
    public static final NodeName NODE_1 = new NodeName("node-1");
    public static final NodeName NODE_2 = new NodeName("node-2");

    private Fixtures() {}

    public static DemoEvent.RunStarted started(String policy) {
        return new DemoEvent.RunStarted(
                Duration.ZERO,
                "crowded-node",
                policy,
                7,
                Duration.ofSeconds(35),
                List.of(NODE_1, NODE_2));
    }

    public static DemoEvent.NodeSample sample(
            double at, NodeName node, long mib, PodReading... pods) {
        return new DemoEvent.NodeSample(
                seconds(at),
                node,
                DataSize.ofMebibytes(768),
                DataSize.ofMebibytes(mib),
                DataSize.ZERO,
                OptionalDouble.of(1.5),
                mib > 500 ? Optional.of(Duration.ofMillis(4200)) : Optional.empty(),
                Optional.of(
                        new DemoEvent.Outlook(
                                Duration.ofMinutes(2), DataSize.ofMebibytes(700), 0.4)),
                List.of(pods));
    }

    public static PodReading pod(String name, long mib, boolean frozen) {
        return new PodReading(name, DataSize.ofMebibytes(mib), Optional.empty(), frozen);
    }

    public static DemoEvent.MigrationChanged migration(
            double at, MigrationState state, long mib, String detail) {
        boolean runs = state == MigrationState.RUNNING || state == MigrationState.DONE;
        return new DemoEvent.MigrationChanged(
                seconds(at),
                new MigrationId("m-1"),
                "counter-1",
                NODE_1,
                NODE_2,
                state,
                detail,
                mib << 20,
                OptionalLong.of(300L << 20),
                runs ? Optional.of(Duration.ofMillis(740)) : Optional.empty());
    }

    public static DemoEvent.PodKilled killed(double at) {
        return new DemoEvent.PodKilled(
                seconds(at),
                "counter-1",
                NODE_1,
                DataSize.ofMebibytes(310),
                Duration.ofMillis(17_800),
                "node-1 was full");
    }

    public static RunResult none() {
        return new RunResult(
                "none",
                1,
                17.8,
                0,
                0,
                List.of(),
                false,
                510,
                0,
                List.of(
                        new RunResult.Kill(
                                "counter-1", NODE_1, Duration.ofSeconds(18), seconds(17.8))),
                List.of(
                        new RunResult.ForecastOutcome(
                                NODE_1,
                                seconds(4),
                                seconds(16.1),
                                Optional.of(seconds(18)),
                                false)));
    }

    public static RunResult active() {
        return new RunResult(
                "default",
                0,
                0,
                1,
                300L << 20,
                List.of(740L),
                true,
                515,
                0,
                List.of(),
                List.of(
                        new RunResult.ForecastOutcome(
                                NODE_1, seconds(4), seconds(16.1), Optional.empty(), true)));
    }

    public static Duration seconds(double time) {
        return Duration.ofMillis(Math.round(time * 1000));
    }
}
