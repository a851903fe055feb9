package io.podferry.simulations.scenario;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The scenarios by name. In all of them the load fits the cluster as a whole, but not the node it
 * was put on.
 */
public final class DemoScenarios {
    private static final double MIB = 1024 * 1024;
    private static final NodeName CROWDED = new NodeName("node-1");
    private static final NodeName ROOMY = new NodeName("node-2");

    private DemoScenarios() {}

    /**
     * Two nodes of 768 MiB. On the first one a counter that grows steadily becomes the largest pod
     * and, with a growing solver, a saw-tooth cache and a JVM beside it, fills the node 15 to 20 s
     * after the start. The second node keeps about half of its memory free throughout.
     */
    public static DemoScenario crowdedNode(long seed) {
        return crowdedNode(seed, 2, Duration.ofSeconds(35));
    }

    /**
     * The same with more nodes, which begin empty, and another length.
     *
     * @param nodes 2 or more
     */
    public static DemoScenario crowdedNode(long seed, int nodes, Duration duration) {
        if (nodes < 2) {
            throw new IllegalArgumentException(
                    "%d node cannot be helped by another one. Maybe ask for 2?".formatted(nodes));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<DemoPod> pods =
                List.of(
                        pod(
                                "counter-1",
                                CROWDED,
                                DemoPod.Kind.COUNTER,
                                steady(50, vary(random, 15), 340),
                                0),
                        pod(
                                "counter-2",
                                CROWDED,
                                DemoPod.Kind.COUNTER,
                                steady(50, vary(random, 1), 90),
                                vary(random, 1)),
                        pod(
                                "solver",
                                CROWDED,
                                DemoPod.Kind.GROWER,
                                new MemoryShape.Steps(
                                        mib(60), mib(vary(random, 20)), seconds(3), mib(200)),
                                vary(random, 0.5)),
                        pod(
                                "cache",
                                CROWDED,
                                DemoPod.Kind.GROWER,
                                new MemoryShape.SawTooth(
                                        mib(40), mib(90), seconds(vary(random, 6))),
                                vary(random, 1)),
                        pod(
                                "service",
                                CROWDED,
                                DemoPod.Kind.JVM,
                                new MemoryShape.SawTooth(
                                        mib(110), mib(170), seconds(vary(random, 4))),
                                vary(random, 0.5)),
                        pod(
                                "counter-3",
                                ROOMY,
                                DemoPod.Kind.COUNTER,
                                steady(50, vary(random, 0.5), 70),
                                0),
                        pod(
                                "notebook",
                                ROOMY,
                                DemoPod.Kind.GROWER,
                                new MemoryShape.Runaway(
                                        mib(30),
                                        perSecond(vary(random, 0.5)),
                                        seconds(vary(random, 6)),
                                        mib(110)),
                                vary(random, 3)));
        return new DemoScenario(
                "crowded-node",
                seed,
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(i -> new DemoNode(new NodeName("node-" + i), mib(768)))
                        .toList(),
                pods,
                duration,
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
    }

    private static DemoPod pod(
            String name,
            NodeName node,
            DemoPod.Kind kind,
            MemoryShape shape,
            double startsAfterSeconds) {
        String workloadClass = name.replaceFirst("-\\d+$", "");
        return new DemoPod(
                name,
                node,
                kind,
                workloadClass,
                shape,
                Optional.empty(),
                seconds(startsAfterSeconds));
    }

    private static MemoryShape steady(double base, double perSecond, double peak) {
        return new MemoryShape.Steady(mib(base), perSecond(perSecond), mib(peak));
    }

    /** The value, up to 12 % more or less. */
    private static double vary(SplittableRandom random, double value) {
        return value * random.nextDouble(0.88, 1.12);
    }

    private static DataSize mib(double mebibytes) {
        return DataSize.ofBytes(Math.round(mebibytes * MIB));
    }

    private static GrowthRate perSecond(double mebibytes) {
        return new GrowthRate(mebibytes * MIB);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
