package io.podferry.cli.engine;

import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
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
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A real engine with its real API on the loopback address, over two fake agents. */
public final class EngineFixture implements AutoCloseable {
    static final long NODE_BYTES = 1L << 30;

    private final Path state;
    private final ClusterConfig config;
    final Map<String, FakeAgent> agents = new TreeMap<>();
    private @Nullable JournalMigrationStore store;
    private @Nullable Engine engine;
    private @Nullable ApiServer server;
    private @Nullable Thread thread;

    public EngineFixture(Path state, String policy) throws IOException {
        this.state = state;
        int port = freePort();
        config =
                new ClusterConfig(
                        "test",
                        "10.199.0.0/16",
                        "127.0.0.1",
                        port,
                        policy,
                        List.of(
                                new ClusterConfig.Node("node-1", 1, "127.0.0.1", 1, 2, NODE_BYTES),
                                new ClusterConfig.Node(
                                        "node-2", 2, "127.0.0.1", 1, 2, NODE_BYTES)));
        config.write(state);
        ClusterCertificates.create(
                ClusterConfig.certificates(state),
                List.of(
                        new Member(ClusterConfig.ENGINE, Member.Role.ENGINE, List.of("127.0.0.1")),
                        new Member(ClusterConfig.OPERATOR, Member.Role.OPERATOR, List.of()),
                        new Member("node-1", Member.Role.AGENT, List.of("127.0.0.1"))));
        config.nodes()
                .forEach(node -> agents.put(node.name(), new FakeAgent(node.name(), NODE_BYTES)));
        start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts an engine process' worth of objects over the same folder and agents. */
    public void start() throws IOException {
        JournalMigrationStore journal =
                new JournalMigrationStore(new EngineFolder(state).journal());
        Engine made =
                new Engine(
                        config,
                        new EngineFolder(state),
                        journal,
                        node -> agent(node.value()),
                        InstantSource.system());
        Identity identity = Identity.load(ClusterConfig.certificates(state), ClusterConfig.ENGINE);
        server = ApiServer.start("127.0.0.1", config.enginePort(), identity, made.router());
        store = journal;
        engine = made;
        thread = Thread.ofPlatform().name("engine").start(made::run);
    }

    /** As kill -9 would: nothing is told, nothing is finished. */
    public void crash() throws IOException {
        close();
    }

    FakeAgent agent(String node) {
        return Objects.requireNonNull(agents.get(node), node);
    }

    public Path state() {
        return state;
    }

    public static PodSpec spec(String name) {
        return new PodSpec(
                name,
                "test",
                Map.of(),
                List.of(
                        new ContainerSpec(
                                "main",
                                null,
                                "/",
                                List.of("sleep"),
                                Map.of(),
                                null,
                                null,
                                List.of(),
                                List.of())));
    }

    /** Waits up to five seconds. */
    public static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within 5 s");
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
        if (engine != null) {
            engine.stop();
        }
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (engine != null) {
            engine.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
