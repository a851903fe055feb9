package io.podferry.agent.node;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.http.AgentServer;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.migration.SourceSide;
import io.podferry.agent.migration.StepService;
import io.podferry.agent.migration.TargetSide;
import io.podferry.agent.network.ClusterNetwork;
import io.podferry.agent.process.Trees;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.security.FastCrypto;
import io.podferry.agent.security.Identity;
import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.agent.transfer.ImageReceiver;
import io.podferry.agent.transfer.Rehearsal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent: everything it is made of, in the order in which it is started; closed in the
 * opposite order.
 */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /**
     * How long the engine may be silent until a pod that has not promised thaws: with CRIU's own
     * script timer 15 s more.
     */
    private static final Duration ENGINE_SILENCE = Duration.ofSeconds(20);

    private final Heart heart;
    private final ImageReceiver receiver;
    private final CgroupReader nodeReader;
    private final Sampler sampler;
    private final AgentServer server;

    private Agent(
            Heart heart,
            ImageReceiver receiver,
            CgroupReader nodeReader,
            Sampler sampler,
            AgentServer server) {
        this.heart = heart;
        this.receiver = receiver;
        this.nodeReader = nodeReader;
        this.sampler = sampler;
        this.server = server;
    }

    static Agent start(AgentConfig config) throws IOException {
        FastCrypto.install();
        Tools.Found tools = tools();
        Identity identity = Identity.load(config.certificates(), config.node());
        NodePaths paths = new NodePaths(Folders.makePrivate(config.stateFolder()).toRealPath());
        Folders.makePrivate(paths.migrations());
        Folders.makePrivate(paths.checkpoints());
        CgroupTree cgroups = CgroupTree.ofThisMachine();
        String cgroup = "/podferry/" + config.cluster() + "/" + config.node();
        ClusterNetwork network = new ClusterNetwork(config.cluster(), config.subnet());
        PodRuntime runtime =
                new PodRuntime(
                        paths, cgroups, cgroup, network.node(config.node(), config.index()), tools);
        runtime.createNode(config.memoryBytes());
        OpenMoves moves = new OpenMoves(config.node(), paths.migrations());
        Reconciliation.run(paths, runtime, moves);
        Checkpoints checkpoints = new Checkpoints(runtime);
        Heart heart = new Heart(ENGINE_SILENCE);
        Preflight preflight = new Preflight(runtime, cgroups);
        Reservations reservations = new Reservations(paths.checkpoints());
        ImageReceiver receiver =
                new ImageReceiver(
                        new InetSocketAddress(config.address(), config.transferPort()), identity);
        ReportBoard board = new ReportBoard();
        AgentMetrics metrics = new AgentMetrics(board);
        CgroupReader nodeReader = cgroups.reader(cgroup);
        Sampler sampler =
                new Sampler(
                        config.node(),
                        config.memoryBytes(),
                        cgroups,
                        nodeReader,
                        runtime,
                        moves,
                        reservations,
                        new ObstacleCache(preflight),
                        board,
                        metrics);
        LocalSource source =
                new LocalSource(
                        runtime,
                        checkpoints,
                        new Shipping(identity, OptionalLong.empty(), sampler::timeLeft),
                        heart,
                        preflight);
        LocalTarget target =
                new LocalTarget(
                        runtime,
                        checkpoints,
                        new ReceivedImages(
                                paths.checkpoints(),
                                receiver,
                                reservations,
                                config.memoryBytes(),
                                sampler::nodeMemory),
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
        LocalNode node =
                new LocalNode(
                        config.node(),
                        runtime,
                        steps,
                        moves,
                        board,
                        metrics,
                        heart,
                        sampler::podsChanged);
        AgentServer server =
                new AgentServer(
                        new InetSocketAddress(config.address(), config.apiPort()), identity, node);
        Thread.ofPlatform().daemon().name("sampler").start(sampler);
        LOG.info(
                "agent of {} answers on {}, runc {}, CRIU {}",
                config.node(),
                server.address(),
                tools.runcVersion(),
                tools.criuVersion());
        Thread.ofPlatform()
                .daemon()
                .name("rehearsal")
                .start(() -> rehearse(receiver, identity, config.node(), paths));
        return new Agent(heart, receiver, nodeReader, sampler, server);
    }

    private static final Duration REHEARSAL_AFTER = Duration.ofSeconds(2);

    private static void rehearse(
            ImageReceiver receiver, Identity identity, String node, NodePaths paths) {
        Path folder = paths.root().resolve("rehearsal");
        try {
            Trees.remove(folder);
            // Not while the rest of a cluster starts on the same machine.
            Thread.sleep(REHEARSAL_AFTER);
            long before = System.nanoTime();
            long bytes = Rehearsal.run(receiver, identity, node, folder, Rehearsal.ENOUGH);
            // The buffers of a shipment are not needed again soon; the heap shrinks to what is.
            System.gc();
            LOG.info(
                    "rehearsed with {} MiB in {} ms",
                    bytes >> 20,
                    (System.nanoTime() - before) / 1_000_000);
        } catch (IOException e) {
            LOG.warn("no rehearsal, the first move will be slow: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                Trees.remove(folder);
            } catch (IOException e) {
                LOG.warn("cannot remove {}: {}", folder, e.toString());
            }
        }
    }

    private static Tools.Found tools() throws IOException {
        return switch (Tools.find()) {
            case Tools.Found found -> found;
            case Tools.Lacking(List<Missing> missing) ->
                    throw new IOException(
                            "something is missing on this machine: "
                                    + String.join(
                                            "; ",
                                            missing.stream().map(Missing::toString).toList()));
        };
    }

    @Override
    public void close() {
        server.close();
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
