package io.podferry.agent.real;

import static org.junit.jupiter.api.Assumptions.abort;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.network.ClusterNetwork;
import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.process.Command;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.CapturedFolder;
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

        /** A dump that has come to its vote. */
        ContainerDump dump(String uid, String attempt) throws IOException {
            ContainerDump dump = checkpoints.startDump(uid, "main", attempt(attempt), null);
            eventually(
                    "vote of " + uid,
                    () -> {
                        if (dump.poll() instanceof DumpState.Failed(String reason, boolean alive)) {
                            throw new AssertionError(reason + ", alive: " + alive);
                        }
                        return dump.poll() instanceof DumpState.AwaitingVote;
                    });
            return dump;
        }

        /** A clone of a pod of another node, rebuilt and held. */
        HeldRestore hold(Side source, String uid, String cloneUid, Path images, String attempt)
                throws IOException {
            bring(source, uid, cloneUid);
            HeldRestore restore =
                    checkpoints.startRestore(cloneUid, "main", images, attempt(attempt));
            eventually(
                    "held " + cloneUid,
                    () -> {
                        if (restore.poll() instanceof RestoreState.Failed(String reason)) {
                            throw new AssertionError(reason);
                        }
                        return restore.poll() instanceof RestoreState.Held;
                    });
            return restore;
        }

        /** The sandbox of a clone with the source's files in it. */
        void bring(Side source, String uid, String cloneUid) throws IOException {
            runtime.createSandbox(
                    cloneUid, uid, source.runtime.find(uid).orElseThrow().spec(), Instant.now());
            List<CapturedFolder> from = source.runtime.captured(uid);
            List<CapturedFolder> to = runtime.captured(cloneUid);
            for (int i = 0; i < from.size(); i++) {
                Command.run("cp", "-a", from.get(i).path() + "/.", to.get(i).path().toString());
            }
        }

        /** Whether a counter has printed every number once, in order. */
        void requireNoGap(String uid) throws IOException {
            List<String> lines = runtime.logs(uid, "main", 1_000_000);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).equals(Integer.toString(i + 1))) {
                    throw new AssertionError(
                            "line %d of %s is '%s'".formatted(i + 1, uid, lines.get(i)));
                }
            }
        }

        /** Whether a counter counts on from a number, without a gap. */
        void requireGoesOn(String uid, long from) throws IOException {
            eventually(uid + " goes on from " + from, () -> last(uid) > from + 5);
            requireNoGap(uid);
        }

        /** Whether a counter stands still for a while. */
        void requireStands(String uid, long at) throws IOException {
            if (Processes.await(Duration.ofMillis(300), () -> last(uid) != at)) {
                throw new AssertionError("%s moved from %d to %d".formatted(uid, at, last(uid)));
            }
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
        this.cluster =
                new ClusterNetwork(
                        name,
                        "10.%d.0.0/16"
                                .formatted(100 + (ProcessHandle.current().pid() + clusters) % 150));
        cluster.create();
        this.a = new Side("a", 1);
        this.b = new Side("b", 2);
    }

    String clusterName() {
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
