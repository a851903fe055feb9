package io.podferry.agent.real;

import static org.junit.jupiter.api.Assumptions.abort;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.network.ClusterNetwork;
import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two nodes of a cluster of its own on this machine, without agents. */
final class RealNode implements AutoCloseable {
    static final long LIMIT = 3L << 30;

    final Tools.Found tools;
    final CgroupTree cgroups;
    final ClusterNetwork cluster;
    final Side a;
    final Side b;
    private final Path folder;

    /** One node. */
    final class Side {
        final PodRuntime runtime;
        final Checkpoints checkpoints;
        final NodeNetwork network;
        final Path folder;

        Side(String name, int index) throws IOException {
            folder = RealNode.this.folder.resolve(name);
            network = cluster.node(name, index);
            runtime =
                    new PodRuntime(
                            new NodePaths(folder),
                            cgroups,
                            "/podferry/" + clusterName() + "/" + name,
                            network,
                            tools);
            checkpoints = new Checkpoints(runtime);
            network.create();
            runtime.createNode(LIMIT);
        }

        /** The same node as a restarted agent sees it. */
        PodRuntime restarted() {
            return new PodRuntime(
                    new NodePaths(folder), cgroups, runtime.nodeCgroup(), network, tools);
        }

        /** A pod with one container that counts, in memory and on its output. */
        void startCounter(String uid, int mebibytes) throws IOException {
            runtime.createSandbox(uid, null, counter(mebibytes, null), Instant.now());
            runtime.start(uid);
            eventually("the first number of " + uid, () -> last(uid) >= 1);
        }

        long last(String uid) throws IOException {
            List<String> lines = runtime.logs(uid, "main", 2);
            return lines.isEmpty() || !lines.getLast().matches("\\d+")
                    ? 0
                    : Long.parseLong(lines.getLast());
        }

        int init(String uid) throws IOException {
            ContainerState state = runtime.find(uid).orElseThrow().containers().getFirst().state();
            return state instanceof ContainerState.Running(int pid, long ticks) && ticks > 0
                    ? pid
                    : 0;
        }

        Path attempt(String name) {
            return folder.resolve("migrations").resolve(name);
        }
    }

    private static int clusters;

    private final String name =
            "core-t" + ProcessHandle.current().pid() % 10_000 + "-" + clusters++;

    RealNode(Path folder) throws IOException {
        this.folder = folder;
        this.tools = tools();
        this.cgroups = CgroupTree.ofThisMachine();
        this.cluster = new ClusterNetwork(name, "10.%d.0.0/16".formatted(150 + clusters % 50));
        cluster.create();
        this.a = new Side("a", 1);
        this.b = new Side("b", 2);
    }

    private String clusterName() {
        return name;
    }

    static Tools.Found tools() {
        return switch (Tools.require(line -> {})) {
            case Tools.Found found -> found;
            case Tools.Lacking(List<io.podferry.agent.tools.Missing> missing) ->
                    abort("real containers are not possible here: " + missing);
        };
    }

    static PodSpec counter(int mebibytes, @Nullable Long limit) {
        String program =
                """
                $| = 1;
                open(my $in, '<', '/dev/urandom');
                my $memory = '';
                for (1 .. %d) { sysread($in, my $part, 1 << 20); $memory .= $part; }
                for (my $n = 1; ; $n++) { print "$n\\n"; select(undef, undef, undef, 0.01); }
                """
                        .formatted(mebibytes);
        return pod("counter", List.of("perl", "-e", program), limit);
    }

    static PodSpec pod(String name, List<String> command, @Nullable Long limit) {
        return new PodSpec(
                name,
                "test",
                Map.of(),
                List.of(
                        new ContainerSpec(
                                "main",
                                null,
                                "/",
                                command,
                                Map.of(),
                                null,
                                limit,
                                List.of(),
                                List.of("/scratch"))));
    }

    static void eventually(String what, Processes.Check check) throws IOException {
        if (!Processes.await(Duration.ofSeconds(30), check)) {
            throw new AssertionError("did not happen within 30 s: " + what);
        }
    }

    @Override
    public void close() throws IOException {
        a.runtime.removeNode();
        b.runtime.removeNode();
        cluster.remove();
        Files.deleteIfExists(a.folder);
        Files.deleteIfExists(b.folder);
    }
}
