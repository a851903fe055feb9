package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Member;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An engine over an agent that only tells readings, on the loopback address: what a process does in
 * its first second, without root, so that the class-data archive learns it.
 */
public final class EngineRehearsal implements AutoCloseable {
    private static final String NODE = "node-1";
    private static final String HOST = "127.0.0.1";
    private static final long NODE_BYTES = 1L << 30;
    private static final long POD_BYTES = 64L << 20;
    private static final long READING_MILLIS = 20;

    private final JournalMigrationStore store;
    private final AgentLinks links;
    private final Engine engine;
    private final ApiServer agentServer;
    private final ApiServer engineServer;

    /** Makes the certificates that {@link EngineRehearsal} needs in the folder. */
    public static void prepare(Path state) throws IOException {
        ClusterCertificates.create(
                ClusterConfig.certificates(state),
                List.of(
                        new Member(ClusterConfig.ENGINE, Member.Role.ENGINE, List.of(HOST)),
                        new Member(ClusterConfig.OPERATOR, Member.Role.OPERATOR, List.of()),
                        new Member(NODE, Member.Role.AGENT, List.of(HOST))));
    }

    /**
     * @param state a folder with nothing but what {@link #prepare} made
     */
    public EngineRehearsal(Path state) throws IOException {
        ClusterConfig.Node node =
                new ClusterConfig.Node(NODE, 1, HOST, freePort(), freePort(), NODE_BYTES);
        ClusterConfig config =
                new ClusterConfig(
                        "rehearsal", "127.0.0.0/16", HOST, freePort(), "default", List.of(node));
        config.write(state);
        Path certificates = ClusterConfig.certificates(state);
        agentServer =
                ApiServer.start(
                        HOST,
                        node.apiPort(),
                        Identity.load(certificates, node.name()),
                        readings(node.name()));
        Identity identity = Identity.load(certificates, ClusterConfig.ENGINE);
        EngineFolder folder = new EngineFolder(state);
        store = new JournalMigrationStore(folder.journal());
        links = AgentLinks.open(config, identity);
        engine = new Engine(config, folder, store, links, InstantSource.system());
        engineServer = ApiServer.start(HOST, config.enginePort(), identity, engine.router());
        Thread.ofVirtual().name("rehearsal").start(engine::run);
    }

    private static ApiRouter readings(String node) {
        AtomicLong sequence = new AtomicLong();
        ApiRouter router = new ApiRouter(EngineJson.mapper());
        router.add(
                "GET",
                "/v1/report",
                request -> {
                    Thread.sleep(Duration.ofMillis(READING_MILLIS));
                    long number = sequence.incrementAndGet();
                    return new NodeReport(
                            node,
                            number,
                            System.currentTimeMillis(),
                            NODE_BYTES,
                            number * POD_BYTES,
                            0,
                            null,
                            true,
                            List.of(pod("a", number), pod("b", number)));
                });
        return router;
    }

    private static PodReport pod(String name, long number) {
        return new PodReport(
                name,
                null,
                name,
                HOST,
                name,
                Map.of(),
                "Running",
                null,
                number * POD_BYTES / 2,
                null,
                1,
                null,
                List.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        engine.stop();
        engineServer.close();
        agentServer.close();
        engine.close();
        links.close();
        store.close();
    }
}
