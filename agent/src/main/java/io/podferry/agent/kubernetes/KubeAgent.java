package io.podferry.agent.kubernetes;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.http.AgentServer;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.migration.SourceSide;
import io.podferry.agent.migration.StepService;
import io.podferry.agent.migration.TargetSide;
import io.podferry.agent.node.AgentMetrics;
import io.podferry.agent.node.Folders;
import io.podferry.agent.node.ObstacleCache;
import io.podferry.agent.node.Preflight;
import io.podferry.agent.node.ReceivedImages;
import io.podferry.agent.node.ReportBoard;
import io.podferry.agent.node.Reservations;
import io.podferry.agent.node.Sampler;
import io.podferry.agent.node.Shipping;
import io.podferry.agent.process.Trees;
import io.podferry.agent.runtime.PodInventory;
import io.podferry.agent.security.FastCrypto;
import io.podferry.agent.security.Identity;
import io.podferry.agent.transfer.ImageReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running agent of a node of Kubernetes: its parts in the order in which they are started. */
public final class KubeAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubeAgent.class);

    /** As in local mode: how long the controller may be silent until an unpromised pod thaws. */
    private static final Duration ENGINE_SILENCE = Duration.ofSeconds(20);

    private final Heart heart;
    private final ImageReceiver receiver;
    private final CgroupReader nodeReader;
    private final Sampler sampler;
    private final ChangeWatch watch;
    private final AgentServer server;

    private KubeAgent(
            Heart heart,
            ImageReceiver receiver,
            CgroupReader nodeReader,
            Sampler sampler,
            ChangeWatch watch,
            AgentServer server) {
        this.heart = heart;
        this.receiver = receiver;
        this.nodeReader = nodeReader;
        this.sampler = sampler;
        this.watch = watch;
        this.server = server;
    }

    /**
     * Runs the agent until the process is told to end (SIGTERM) or the thread is interrupted.
     *
     * @throws IOException when it cannot start; the message says what is missing and what to do
     */
    public static void run(KubeAgentConfig config) throws IOException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (KubeAgent _ = start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "end"));
            end.await();
        }
        LOG.info("agent of {} has ended", config.node());
    }

    /** Starts all parts; pods live on when they end. */
    public static KubeAgent start(KubeAgentConfig config) throws IOException {
        FastCrypto.install();
        HostPaths paths = config.paths();
        Folders.makePrivate(paths.state());
        Folders.makePrivate(paths.migrations());
        Folders.makePrivate(paths.checkpoints());
        Folders.makePrivate(paths.programs());
        Folders.makePrivate(paths.run());
        Host host = config.ownMounts() ? Host.own() : Host.find();
        KubeTools tools = Installation.run(host, paths, config.payload());
        Identity identity = Identity.load(config.certificates(), config.node());
        CgroupTree cgroups = CgroupTree.ofThisMachine();
        PodsCgroup node = PodsCgroup.find(cgroups, config.podsCgroup());
        WrapperFiles wrapper = new WrapperFiles(paths.run());
        KubePods pods = new KubePods(paths.runcRoot(), wrapper);
        OpenMoves moves = new OpenMoves(config.node(), paths.migrations());
        sweep(paths, moves, wrapper, host);
        Heart heart = new Heart(ENGINE_SILENCE);
        Layers layers = new Layers(host, paths);
        Preflight preflight = new Preflight(pods, cgroups);
        Reservations reservations = new Reservations(paths.checkpoints());
        ImageReceiver receiver =
                new ImageReceiver(
                        new InetSocketAddress(config.address(), config.transferPort()), identity);
        ReportBoard board = new ReportBoard();
        AgentMetrics metrics = new AgentMetrics(board);
        CgroupReader nodeReader = cgroups.reader(node.path());
        Sampler sampler =
                new Sampler(
                        config.node(),
                        node.limitBytes(),
                        cgroups,
                        nodeReader,
                        (PodInventory) pods,
                        moves,
                        reservations,
                        new ObstacleCache(preflight),
                        board,
                        metrics);
        KubeSource source =
                new KubeSource(
                        pods,
                        wrapper,
                        new Departures(paths.departures()),
                        layers,
                        tools,
                        cgroups,
                        new Shipping(identity, OptionalLong.empty(), sampler::timeLeft),
                        preflight,
                        heart);
        KubeTarget target =
                new KubeTarget(
                        wrapper,
                        layers,
                        pods,
                        new ReceivedImages(
                                paths.checkpoints(),
                                receiver,
                                reservations,
                                node.limitBytes(),
                                sampler::nodeMemory),
                        tools,
                        heart,
                        sampler::podsChanged);
        StepService steps =
                new StepService(
                        paths.migrations(),
                        new SourceSide(source),
                        new TargetSide(target),
                        moves,
                        (step, report) -> {
                            metrics.ended(step, report);
                            sampler.podsChanged();
                        });
        AgentServer server =
                new AgentServer(
                        new InetSocketAddress(config.address(), config.apiPort()),
                        identity,
                        new KubeNode(config.node(), steps, board, metrics, heart));
        Thread.ofPlatform().daemon().name("sampler").start(sampler);
        ChangeWatch watch = new ChangeWatch(paths.runcRoot(), sampler::podsChanged);
        LOG.info(
                "agent of {} answers on {}: {} MiB for pods in {}, runc {}, CRIU {}",
                config.node(),
                server.address(),
                node.limitBytes() >> 20,
                node.path(),
                tools.runcVersion(),
                tools.criuVersion());
        return new KubeAgent(heart, receiver, nodeReader, sampler, watch, server);
    }

    /** Checkpoints of migrations that nobody here knows, and tickets of pods that are gone. */
    private static void sweep(HostPaths paths, OpenMoves moves, WrapperFiles wrapper, Host host)
            throws IOException {
        for (String migration : Folders.names(paths.checkpoints())) {
            if (!moves.open(migration)) {
                LOG.info("removing the checkpoint of migration {}, which is over", migration);
                Trees.remove(paths.checkpoints().resolve(migration));
            }
        }
        Path pods = host.path(paths.kubelet().resolve("pods"));
        for (String uid : wrapper.ticketed()) {
            if (Files.isDirectory(pods) && !Files.exists(pods.resolve(uid)) && !moves.awaits(uid)) {
                wrapper.forget(uid);
            }
        }
    }

    @Override
    public void close() {
        server.close();
        watch.close();
        sampler.close();
        heart.close();
        try {
            receiver.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
        nodeReader.close();
    }
}
