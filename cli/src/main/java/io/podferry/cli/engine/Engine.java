package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.NodeReport;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationStore;
import io.podferry.policy.plan.NoMigrationPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of a local cluster, put together. Making one takes over whatever an earlier engine
 * left; {@link #run} drives it until {@link #stop}.
 */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final Duration HISTORY_EVERY = Duration.ofSeconds(30);
    private static final long DECISION_FILE_BYTES = 16L << 20;

    private final ClusterConfig config;
    private final Function<NodeName, AgentLink> links;
    private final InstantSource clock;
    private final AgentTelemetry telemetry;
    private final Consumer<ClusterEvent> events;
    private final EngineLoop loop;
    private final DecisionJournal decisions;
    private final HistoryFile history;
    private final PodKeeper keeper;
    private final ApiRouter router;
    private final List<Thread> threads = new ArrayList<>();

    Engine(
            ClusterConfig config,
            EngineFolder folder,
            MigrationStore store,
            Function<NodeName, AgentLink> links,
            InstantSource clock)
            throws IOException {
        this.config = config;
        this.links = links;
        this.clock = clock;
        long epoch = Coordinator.nextEpoch(store);
        PodRegistry registry = new PodRegistry(folder.pods());
        PolicySetting policy = new PolicySetting(folder.policy(), config.policy(), clock);
        EventLog log = new EventLog(epoch);
        EngineMetrics metrics = new EngineMetrics(policy::view);
        events =
                event -> {
                    metrics.accept(event);
                    log.add(event);
                };
        Wake wake = new Wake();
        HttpMigrationExecutor executor =
                new HttpMigrationExecutor(
                        links, new MigrationOrders(config, registry, folder.key(), clock), wake);
        MigrationBoard board = new MigrationBoard(clock, executor::detail, events);
        telemetry = new AgentTelemetry(uid -> !board.held(uid));
        Verdicts verdicts = new Verdicts();
        Views views = new Views(config, telemetry, registry, board);
        Coordinator coordinator =
                new Coordinator(store, executor, CoordinatorConfig.DEFAULT, epoch);
        MigrationEnds ends = new MigrationEnds(registry);
        recover(coordinator, store, ends, board, clock);
        decisions =
                new DecisionJournal(
                        folder.path(),
                        DECISION_FILE_BYTES,
                        decision -> Views.decision(decision, telemetry.last()),
                        view ->
                                events.accept(
                                        new ClusterEvent.Decision(view.atEpochMillis(), view)));
        history = new HistoryFile(folder.path());
        PolicyEngine engine =
                new PolicyEngine(
                        telemetry,
                        new NoMigrationPolicy(),
                        coordinator,
                        decisions,
                        EngineConfig.DEFAULT);
        history.restore(engine);
        loop =
                new EngineLoop(
                        engine,
                        coordinator,
                        clock,
                        PERIOD,
                        policy::refresh,
                        new EngineObserver(
                                views, verdicts, board, ends, executor, metrics, policy, clock,
                                events));
        wake.to(loop);
        Placer placer = new Placer(telemetry, views);
        PodService pods =
                new PodService(config, registry, views, placer, loop, board, links, clock, events);
        keeper = new PodKeeper(registry, telemetry, views, board, links, clock, this::kept);
        router = EngineApi.router(pods, views, board, decisions, verdicts, log, metrics, policy);
        LOG.info("engine of cluster {}: epoch {}, policy {}", config.name(), epoch, policy.name());
    }

    /** What the keeper tells; a kill for want of memory is what the audit waits for. */
    private void kept(ClusterEvent event) {
        events.accept(event);
        if (event instanceof ClusterEvent.PodDied died && died.oomKilled()) {
            loop.exhausted(new NodeName(died.pod().node()));
        }
    }

    /** Whatever earlier processes left is taken over before anything new begins. */
    private static void recover(
            Coordinator coordinator,
            MigrationStore store,
            MigrationEnds ends,
            MigrationBoard board,
            InstantSource clock) {
        coordinator.recover(clock.instant());
        for (MigrationRecord record : store.list()) {
            ends.settle(record);
            board.entered(record);
        }
    }

    ApiRouter router() {
        return router;
    }

    /** Blocks until {@link #stop} or an interrupt. */
    void run() {
        for (ClusterConfig.Node node : config.nodes()) {
            AgentLink link = links.apply(new NodeName(node.name()));
            threads.add(
                    Thread.ofVirtual()
                            .name("follow-" + node.name())
                            .start(new TelemetryFollower(node.name(), link, new Readings())));
        }
        threads.add(Thread.ofVirtual().name("keeper").start(this::keep));
        loop.run();
    }

    void stop() {
        loop.stop();
    }

    private void keep() {
        long kept = System.nanoTime();
        while (true) {
            try {
                keeper.sweep();
                if (System.nanoTime() - kept > HISTORY_EVERY.toNanos()) {
                    history.keep(loop.history());
                    kept = System.nanoTime();
                }
                Thread.sleep(SWEEP);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("looking after the pods failed; going on", e);
            }
        }
    }

    private final class Readings implements TelemetryFollower.Listener {
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
    }

    @Override
    public void close() throws IOException {
        threads.forEach(Thread::interrupt);
        decisions.close();
    }
}
