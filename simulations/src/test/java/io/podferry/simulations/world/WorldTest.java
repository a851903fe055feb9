package io.podferry.simulations.world;

import static io.podferry.simulations.world.Worlds.GIB;
import static io.podferry.simulations.world.Worlds.cluster;
import static io.podferry.simulations.world.Worlds.load;
import static io.podferry.simulations.world.Worlds.pod;
import static io.podferry.simulations.world.Worlds.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.trace.PodTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final PodTrace STEADY = pod("steady", 0, 4, 600, 4);
    private static final PodTrace GROWER = pod("grower", 0, 1, 100, 1, 400, 7, 600, 7);

    @Test
    void theKernelKillsWhenTheSumReachesTheLimitAndTheLargestAboveItsRequest() {
        List<String> deaths = new ArrayList<>();

        RunResult result =
                run(
                        cluster(1, 8.5),
                        load(pod("large", 0, 4.5, 600, 4.5), pod("grower", 0, 1, 100, 1, 400, 7)),
                        _ -> new io.podferry.policy.plan.NoMigrationPolicy(),
                        new Timeline() {
                            @Override
                            public void killed(
                                    int pod,
                                    int node,
                                    long millis,
                                    double bytes,
                                    long lost,
                                    End end) {
                                deaths.add(
                                        "pod %d at %d s, %.1f GiB"
                                                .formatted(pod, millis / 1000, bytes / GIB));
                            }
                        });

        assertThat(deaths.getFirst()).isEqualTo("pod 0 at 250 s, 4.5 GiB");
        assertThat(result.kills()).isEqualTo(deaths.size());
        assertThat(result.lostPodSeconds()).isGreaterThanOrEqualTo(250);
    }

    @Test
    void aKillIsUnavoidableWhenAllPodsTogetherDoNotFitTheCluster() {
        RunResult alone = run(cluster(1, 8), load(STEADY, GROWER), "none");
        RunResult roomy = run(cluster(2, 8), load(STEADY, GROWER, STEADY), "none");

        assertThat(alone.unavoidableKills()).isEqualTo(alone.kills()).isPositive();
        assertThat(roomy.unavoidableKills()).isZero();
    }

    @Test
    void theSameRunComesOutTheSame() {
        RunConfig config = cluster(2, 8, 0.3);

        assertThat(run(config, load(STEADY, GROWER, STEADY), "default"))
                .isEqualTo(run(config, load(STEADY, GROWER, STEADY), "default"));
    }

    @Test
    void aMovePausesThePodCountsOnBothSidesAndCostsItsTime() {
        MovesOnce policy = new MovesOnce();

        RunResult result = run(cluster(2, 20), load(STEADY, STEADY), _ -> policy, Timeline.NONE);

        double seconds = 4 * GIB / 1e9;
        assertThat(result.moves()).isEqualTo(1);
        assertThat(result.bytesMoved()).isEqualTo(4 * GIB);
        assertThat(result.downtimeSeconds()).isCloseTo(seconds, within(0.5));
        assertThat(result.lostPodSeconds()).isEqualTo(result.downtimeSeconds());
        assertThat(result.falseAlarms()).isEqualTo(1);
        assertThat(result.kills()).isZero();
        assertThat(result.completed()).isEqualTo(2);
    }

    @Test
    void aMoveThatFailsLeavesThePodWhereItWas() {
        RunResult result =
                run(cluster(2, 20, 1), load(STEADY, STEADY), _ -> new MovesOnce(), Timeline.NONE);

        assertThat(result.moves()).isZero();
        assertThat(result.failedMoves()).isEqualTo(1);
        assertThat(result.downtimeSeconds()).isPositive();
        assertThat(result.completed()).isEqualTo(2);
    }

    @Test
    void whoSeesTheFutureLosesNothingThatCanBeSaved() {
        RunConfig config = cluster(4, 9);
        PodTrace late = pod("late", 0, 1, 300, 1, 360, 6, 600, 6);

        RunResult none = run(config, load(STEADY, late, STEADY, late, late), "none");
        RunResult clairvoyant = run(config, load(STEADY, late, STEADY, late, late), "clairvoyant");

        assertThat(none.kills()).isPositive();
        assertThat(clairvoyant.kills()).isZero();
        assertThat(clairvoyant.kills()).isLessThanOrEqualTo(none.kills());
        assertThat(clairvoyant.falseAlarms()).isZero();
    }

    @Test
    void theEngineSeesLargePodsAsTheyAre() {
        List<DataSize> seen = new ArrayList<>();

        run(
                cluster(1, 400),
                load(pod("giant", 0, 200, 600, 300)),
                _ -> new io.podferry.policy.plan.NoMigrationPolicy(),
                new Timeline() {
                    @Override
                    public void ticked(TickReport report) {
                        report.cluster().pods().forEach(p -> seen.add(p.memory()));
                    }
                });

        assertThat(seen.getFirst().gibibytes()).isCloseTo(200, within(3.0));
        assertThat(seen.getLast().gibibytes()).isCloseTo(299, within(3.0));
    }

    /** Exhaustion comes at 470 s; the engine looks four minutes ahead, not the two configured. */
    @Test
    void aForecastIsComparedWithWhatComesWithinItsOwnHorizon() {
        RunConfig quick = cluster(1, 320, 0, 0.5);
        assertThat(Deployment.of(quick).engine().risk().horizon()).isEqualTo(Duration.ofMinutes(2));

        RunResult result = run(quick, load(pod("grower", 0, 0.5, 500, 340)), "none");

        assertThat(result.kills()).isEqualTo(1);
        assertThat(result.calibration().stream().mapToLong(RunResult.Bin::happened).sum())
                .as("looks at 245, 305, 365 and 425 s")
                .isEqualTo(4);
    }

    /** Moves the first pod it sees to the other node, once. */
    private static final class MovesOnce implements Policy {
        private boolean moved;

        @Override
        public String name() {
            return "moves-once";
        }

        @Override
        public MigrationPlan plan(PlanningInput input) {
            List<NodeSnapshot> nodes = input.cluster().nodes();
            List<PodSnapshot> pods = input.cluster().podsOn(nodes.getFirst().name());
            if (moved || pods.isEmpty()) {
                return MigrationPlan.NOTHING;
            }
            moved = true;
            PodSnapshot pod = pods.getFirst();
            NodeSnapshot target = nodes.getLast();
            return new MigrationPlan(
                    List.of(
                            new PlannedMove(
                                    pod.uid(),
                                    pod.name(),
                                    pod.node(),
                                    target.name(),
                                    pod.memory(),
                                    Duration.ofSeconds(10),
                                    "a test")),
                    List.of());
        }
    }
}
