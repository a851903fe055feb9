package io.podferry.agent.node;

import static org.junit.jupiter.api.Assumptions.abort;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.http.AgentClient;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.network.ClusterNetwork;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Member;
import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two agents of a cluster of its own in this process, on loopback, and an engine's line to each.
 */
final class TwoNodes implements AutoCloseable {
    static final long LIMIT = 12L << 30;
    private static int clusters;

    private final String name =
            "agent-t" + ProcessHandle.current().pid() % 10_000 + "-" + clusters++;
    private final Path folder;
    private String subnet = "";
    private final ClusterNetwork cluster;
    private final Tools.Found tools;
    final Node a;
    final Node b;

    /** One node, whose agent may be stopped and started. */
    final class Node implements AutoCloseable {
        final AgentConfig config;
        final AgentClient client;
        private Optional<Agent> agent = Optional.empty();

        Node(String node, int index, Identity engine) throws IOException {
            cluster.node(node, index).create();
            config =
                    new AgentConfig(
                            name,
                            node,
                            index,
                            subnet,
                            "127.0.0.1",
                            freePort(),
                            freePort(),
                            LIMIT,
                            folder.resolve(node),
                            folder.resolve("certificates"));
            client = new AgentClient("127.0.0.1", config.apiPort(), engine);
            startAgent();
        }

        void startAgent() throws IOException {
            agent = Optional.of(Agent.start(config));
        }

        /** As suddenly as it can be done within one process: connections break, nothing is said. */
        void stopAgent() {
            agent.ifPresent(Agent::close);
            agent = Optional.empty();
        }

        Optional<PodReport> pod(String uid) throws IOException {
            NodeReport report = client.report(0, Duration.ofSeconds(5));
            return report.pods().stream().filter(p -> p.uid().equals(uid)).findFirst();
        }

        /** The last number a counter has printed, 0 before the first. */
        long last(String uid) throws IOException {
            List<String> lines = client.logs(uid, 2).lines().toList();
            return lines.isEmpty() || !lines.getLast().matches("\\d+")
                    ? 0
                    : Long.parseLong(lines.getLast());
        }

        PodRuntime runtime() throws IOException {
            return new PodRuntime(
                    new NodePaths(config.stateFolder().toRealPath()),
                    CgroupTree.ofThisMachine(),
                    "/podferry/" + name + "/" + config.node(),
                    cluster.node(config.node(), config.index()),
                    tools);
        }

        @Override
        public void close() throws IOException {
            stopAgent();
            client.close();
            runtime().removeNode();
        }
    }

    TwoNodes(Path folder) throws IOException {
        this.folder = folder;
        this.tools = requireTools();
        this.cluster = network();
        ClusterCertificates.create(
                folder.resolve("certificates"),
                List.of(
                        new Member("a", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("b", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("engine", Member.Role.ENGINE, List.of())));
        Identity engine = Identity.load(folder.resolve("certificates"), "engine");
        a = new Node("a", 1, engine);
        b = new Node("b", 2, engine);
    }

    /** The first of many subnets that nobody on this machine uses. */
    private ClusterNetwork network() throws IOException {
        int first = (int) (ProcessHandle.current().pid() % 50);
        for (int i = 0; ; i++) {
            subnet = "10.%d.0.0/16".formatted(20 + (first + i) % 100);
            ClusterNetwork network = new ClusterNetwork(name, subnet);
            try {
                network.create();
                return network;
            } catch (IOException e) {
                network.remove();
                if (i == 20) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Tools.Found requireTools() {
        return switch (Tools.require(line -> {})) {
            case Tools.Found found -> found;
            case Tools.Lacking(List<Missing> missing) ->
                    abort("real containers are not possible here: " + missing);
        };
    }

    /** A pod that fills memory with random bytes and then counts on its output. */
    static PodSpec counter(int mebibytes) {
        String program =
                """
                $| = 1;
                open(my $in, '<', '/dev/urandom');
                my $memory = '';
                vec($memory, %d * 1048576, 8) = 0;
                for (0 .. %d - 1) { sysread($in, $memory, 1 << 20, $_ << 20); }
                for (my $n = 1; ; $n++) { print "$n\\n"; select(undef, undef, undef, 0.01); }
                """
                        .formatted(mebibytes, mebibytes);
        return pod("counter", List.of("perl", "-e", program));
    }

    static PodSpec pod(String name, List<String> command) {
        return new PodSpec(name, "test", Map.of(), List.of(container("main", command)));
    }

    static ContainerSpec container(String name, List<String> command) {
        return new ContainerSpec(
                name, null, "/", command, Map.of(), null, null, List.of(), List.of("/scratch"));
    }

    MigrationOrder order(String id, String podUid, String cloneUid, PodSpec spec, long sizeBytes) {
        return new MigrationOrder(
                id,
                1,
                podUid,
                cloneUid,
                spec.name(),
                "a",
                "b",
                "127.0.0.1",
                b.config.transferPort(),
                sizeBytes,
                System.currentTimeMillis(),
                "secret-of-" + id,
                System.currentTimeMillis() + 600_000,
                spec,
                null);
    }

    /** Asks for a step and waits for its end. */
    StepReport step(MigrationOrder order, Step step) throws IOException {
        AgentClient agent =
                switch (step.side()) {
                    case SOURCE -> a.client;
                    case TARGET -> b.client;
                };
        StepReport report = agent.start(order, step);
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (report.status().equals("pending") && System.nanoTime() < deadline) {
            report =
                    agent.await(
                            new MigrationId(order.id()),
                            step,
                            order.epoch(),
                            report.version(),
                            Duration.ofSeconds(5));
        }
        return report;
    }

    /** Asks for steps in order; each must end well. */
    void steps(MigrationOrder order, Step... steps) throws IOException {
        for (Step step : steps) {
            StepReport report = step(order, step);
            if (!report.status().equals("done")) {
                throw new AssertionError(
                        "%s: %s: %s".formatted(step, report.status(), report.detail()));
            }
        }
    }

    static void eventually(String what, Processes.Check check) throws IOException {
        if (!Processes.await(Duration.ofSeconds(60), check)) {
            throw new AssertionError("did not happen within 60 s: " + what);
        }
    }

    @Override
    public void close() throws IOException {
        a.close();
        b.close();
        cluster.remove();
    }
}
