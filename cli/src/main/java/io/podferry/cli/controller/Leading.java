package io.podferry.cli.controller;

import io.podferry.agent.security.Identity;
import io.podferry.cli.engine.AgentTelemetry;
import io.podferry.cli.engine.EngineLoop;
import io.podferry.cli.engine.HttpMigrationExecutor;
import io.podferry.cli.engine.Wake;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.leader.Leadership;
import io.podferry.extender.migrations.CustomResourceStore;
import io.podferry.extender.pods.ObjectEvents;
import io.podferry.extender.pods.OwnedPods;
import io.podferry.extender.pods.PodActions;
import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.NoMigrationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that only the leading replica does: follows the agents, decides, moves. Made when it begins
 * to lead; takes over what earlier leaders left.
 */
final class Leading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leading.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final Duration KEPT_FOR = Duration.ofDays(1);
    private static final int KEPT = 200;

    /**
     * Pods are made by kubelet: pulling images, mounting volumes and a busy scheduler take time.
     */
    static final CoordinatorConfig TIMES =
            new CoordinatorConfig(
                    1,
                    1,
                    1000,
                    25,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    private final ClusterPicture picture;
    private final InstantSource clock;
    private final CustomResourceStore store;
    private final AgentFleet fleet;
    private final SpecBook specs;
    private final EngineLoop loop;
    private final Wishes wishes;
    private final Thread keeper;

    Leading(
            ClusterPicture picture,
            ControllerConfig config,
            Identity identity,
            byte[] key,
            ApiObjects api,
            Leadership leadership,
            HoldBook holds,
            AgentTelemetry agents,
            ControllerPolicy policy,
            InstantSource clock) {
        this.picture = picture;
        this.clock = clock;
        Wake wake = new Wake();
        store = new CustomResourceStore(api, leadership);
        PodActions pods = new PodActions(api, leadership);
        specs = new SpecBook(pods);
        fleet =
                new AgentFleet(
                        identity, picture.nodes(), config.agentApiPort(), agents, wake::telemetry);
        Footprints footprints = new Footprints(pods);
        HttpMigrationExecutor lines =
                new HttpMigrationExecutor(
                        fleet,
                        new KubernetesOrders(
                                picture.nodes(), footprints, config.agentTransferPort(), key),
                        wake);
        KubernetesExecutor executor =
                new KubernetesExecutor(
                        lines, pods, new OwnedPods(api, leadership), footprints, holds, wake);
        long epoch = Coordinator.nextEpoch(store);
        Coordinator coordinator = new Coordinator(store, executor, TIMES, epoch);
        ObjectEvents events = new ObjectEvents(api, clock);
        MigrationNews news = new MigrationNews(events);
        List<MigrationRecord> open = coordinator.recover(clock.instant());
        LOG.info("leading with epoch {}, {} migrations taken over", epoch, open.size());
        RecentMoves recent = new RecentMoves();
        store.list().forEach(recent::entered);
        KubernetesTelemetry telemetry =
                new KubernetesTelemetry(agents, picture.nodes(), picture.pods(), specs, recent);
        PolicyEngine engine =
                new PolicyEngine(
                        telemetry,
                        new NoMigrationPolicy(),
                        coordinator,
                        decision -> LOG.info("{}", decision.oneLine()),
                        EngineConfig.DEFAULT);
        loop =
                new EngineLoop(
                        engine,
                        coordinator,
                        clock,
                        PERIOD,
                        policy::refresh,
                        new Observer(executor, lines, news, recent));
        wake.to(loop);
        wishes = new Wishes(store, picture.pods(), telemetry, loop, events, clock);
        fleet.reconcile();
        keeper = Thread.ofVirtual().name("keeper").start(this::keep);
    }

    private record Observer(
            KubernetesExecutor executor,
            HttpMigrationExecutor lines,
            MigrationNews news,
            RecentMoves recent)
            implements EngineLoop.Observer {
        @Override
        public void ticked(TickReport report, long nanos) {
            report.submitted().forEach(news::entered);
            report.refused().forEach(reason -> LOG.info("a move was refused: {}", reason));
            changed(report.changed());
        }

        @Override
        public void changed(List<MigrationRecord> records) {
            for (MigrationRecord record : records) {
                LOG.info(
                        "migration {} of {} is {}{}",
                        record.id(),
                        record.podName(),
                        record.state(),
                        record.abortReason().map(reason -> ": " + reason).orElse(""));
                news.entered(record);
                recent.entered(record);
                if (record.state().terminal()) {
                    executor.forget(record.id());
                    lines.forget(record.id());
                }
            }
        }

        @Override
        public void advanced(Coordinator coordinator) {}
    }

    /** Blocks until {@link #stop}. */
    void run() {
        loop.run();
    }

    /** Any thread. */
    void stop() {
        loop.stop();
    }

    /** What must be looked at again and again, beside the decisions. */
    private void keep() {
        Instant pruned = clock.instant();
        while (true) {
            try {
                fleet.reconcile();
                Set<String> present =
                        picture.pods().all().stream()
                                .flatMap(pod -> pod.uid().stream())
                                .collect(Collectors.toUnmodifiableSet());
                specs.refresh(present);
                wishes.look();
                if (clock.instant().isAfter(pruned.plus(PRUNE_EVERY))) {
                    pruned = clock.instant();
                    store.prune(KEPT, pruned.minus(KEPT_FOR));
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("looking after the cluster: {}", e.getMessage());
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        fleet.close();
    }
}
