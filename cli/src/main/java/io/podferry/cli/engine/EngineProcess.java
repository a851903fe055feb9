package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.security.Identity;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of a local cluster, put together: everything of it ends with {@link #run}. */
public final class EngineProcess {
    private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final long DECISION_FILE_BYTES = 16L << 20;

    private EngineProcess() {}

    /**
     * Runs the engine until the process is told to end. Takes over first whatever an earlier engine left.
     *
     * @param state the cluster's folder
     * @throws IOException when it cannot start; the message says what is wrong and what to do
     */
    public static void run(Path state) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        ClusterConfig config = ClusterConfig.read(state);
        EngineFolder folder = new EngineFolder(state);
        Identity identity = Identity.load(ClusterConfig.certificates(state), ClusterConfig.ENGINE);
        try (JournalMigrationStore store = new JournalMigrationStore(folder.journal());
                AgentLinks links = AgentLinks.open(config, identity)) {
            run(config, folder, identity, store, links, clock);
        }
    }

    private static void run(
            ClusterConfig config,
            EngineFolder folder,
            Identity identity,
            JournalMigrationStore store,
            AgentLinks links,
            InstantSource clock)
            throws IOException, InterruptedException {
        long epoch = Coordinator.nextEpoch(store);
        PodRegistry registry = new PodRegistry(folder.pods());
        PolicySetting policy = new PolicySetting(folder.policy(), config.policy());
        EventLog log = new EventLog(epoch);
        EngineMetrics metrics = new EngineMetrics();
        Consumer<ClusterEvent> events =
                event -> {
                    metrics.accept(event);
                    log.add(event);
                };
        Wake wake = new Wake();
        HttpMigrationExecutor executor =
                new HttpMigrationExecutor(
                        links, new MigrationOrders(config, registry, folder.key(), clock), wake);
        MigrationBoard board = new MigrationBoard(clock, executor::detail, events);
        AgentTelemetry telemetry = new AgentTelemetry(uid -> !board.held(uid));
        Views views = new Views(config, telemetry, registry, board);
        Coordinator coordinator = new Coordinator(store, executor, CoordinatorConfig.DEFAULT, epoch);
        MigrationEnds ends = new MigrationEnds(registry);
        recover(coordinator, store, ends, board, clock);
        try (DecisionJournal decisions =
                new DecisionJournal(
                        folder.path(),
                        DECISION_FILE_BYTES,
                        decision -> Views.decision(decision, telemetry.last()),
                        view -> events.accept(new ClusterEvent.Decision(view.atEpochMillis(), view)))) {
            PolicyEngine engine =
                    new PolicyEngine(telemetry, policy.policy(), coordinator, decisions, EngineConfig.DEFAULT);
            EngineLoop loop =
                    new EngineLoop(
                            engine,
                            coordinator,
                            clock,
                            PERIOD,
                            new EngineObserver(views, board, ends, executor, metrics, policy, clock, events));
            wake.to(loop);
            Placer placer = new Placer(telemetry, views);
            PodService pods = new PodService(config, registry, views, placer, loop, board, links, clock, events);
            PodKeeper keeper = new PodKeeper(registry, telemetry, views, board, links, clock, events);
            ApiRouter router = EngineApi.router(pods, views, board, decisions, log, metrics, policy);
            try (ApiServer _ =
                    ApiServer.start(config.engineAddress(), config.enginePort(), identity, router)) {
                follow(config, links, telemetry, loop, clock, events);
                Thread.ofVirtual().name("keeper").start(() -> sweep(keeper));
                LOG.info("engine of cluster {} runs, epoch {}, policy {}", config.name(), epoch, policy.name());
                runLoop(loop);
            }
        }
    }

    /** Whatever earlier processes left is taken over before anything new begins. */
    private static void recover(
            Coordinator coordinator,
            JournalMigrationStore store,
            MigrationEnds ends,
            MigrationBoard board,
            InstantSource clock) {
        coordinator.recover(clock.instant());
        for (MigrationRecord record : store.list()) {
            ends.settle(record);
            board.entered(record);
        }
    }

    private static void follow(
            ClusterConfig config,
            AgentLinks links,
            AgentTelemetry telemetry,
            EngineLoop loop,
            InstantSource clock,
            Consumer<ClusterEvent> events) {
        TelemetryFollower.Listener listener =
                new TelemetryFollower.Listener() {
                    @Override
                    public void reading(NodeReport report) {
                        telemetry.accept(report);
                        loop.telemetry();
                    }

                    @Override
                    public void answering(String node, boolean answers, String detail) {
                        if (!answers) {
                            telemetry.silent(node);
                            loop.telemetry();
                        }
                        events.accept(new ClusterEvent.AgentState(clock.millis(), node, answers, detail));
                    }
                };
        for (ClusterConfig.Node node : config.nodes()) {
            Thread.ofVirtual()
                    .name("follow-" + node.name())
                    .start(new TelemetryFollower(node.name(), links.apply(new NodeName(node.name())), listener));
        }
    }

    private static void sweep(PodKeeper keeper) {
        while (true) {
            try {
                keeper.sweep();
                Thread.sleep(SWEEP);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("looking after the pods failed; going on", e);
            }
        }
    }

    /** Ends the loop on SIGTERM, and lets the process end when the loop's last round is over. */
    private static void runLoop(EngineLoop loop) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            loop.stop();
                            try {
                                ended.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            loop.run();
        } finally {
            ended.countDown();
        }
    }
}
