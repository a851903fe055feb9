package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures, on this machine: raw dump and restore (local images, page cache), what the votes cost,
 * the way from the vote to the proven death, and what sampling 100 containers costs. Run it by
 * hand: it needs minutes and memory.
 */
final class RawFigures {
    private static final int RUNS = 3;
    private static final int SAMPLES = 50;
    private static final int CONTAINERS = 100;

    private RawFigures() {}

    /**
     * Prints a table.
     *
     * @param arguments sizes in MiB
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("podferry-raw");
        try (RealNode cluster = new RealNode(folder)) {
            sampling(cluster);
            System.out.println(
                    "| memory | dump ms | restore ms | vote 0 to proven death ms | release to"
                            + " resumed ms | abort to resumed ms |");
            System.out.println("|---|---|---|---|---|---|");
            for (String size : arguments) {
                for (int i = 0; i < RUNS; i++) {
                    move(cluster, Integer.parseInt(size), "%s-%d".formatted(size, i));
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    private static void move(RealNode cluster, int mebibytes, String name) throws IOException {
        cluster.a.startCounter("s" + name, mebibytes);
        ContainerDump aborted = cluster.a.dump("s" + name, "a" + name);
        Instant abort = Instant.now();
        aborted.vote(false);
        eventually("resumed", () -> aborted.poll() instanceof DumpState.Resumed);
        Duration abortTook = Duration.between(abort, Instant.now());

        ContainerDump dump = cluster.a.dump("s" + name, "d" + name);
        if (!dump.promise()) {
            throw new AssertionError("thawed before the promise");
        }
        DumpState.AwaitingVote waiting = (DumpState.AwaitingVote) dump.poll();
        cluster.b.bring(cluster.a, "s" + name, "t" + name);
        Instant begin = Instant.now();
        HeldRestore restore =
                cluster.b.checkpoints.startRestore(
                        "t" + name, "main", dump.images(), cluster.b.attempt("r" + name));
        eventually("held", () -> restore.poll() instanceof RestoreState.Held);
        Instant held = Instant.now();
        dump.vote(true);
        eventually("dead", () -> dump.poll() instanceof DumpState.Killed);
        Instant dead = Instant.now();
        restore.vote(true);
        eventually("released", () -> restore.poll() instanceof RestoreState.Released);
        Instant released = Instant.now();
        System.out.printf(
                "| %d MiB | %d | %d | %d | %d | %d |%n",
                mebibytes,
                Duration.between(waiting.frozenAt(), waiting.dumpedAt()).toMillis(),
                Duration.between(begin, held).toMillis(),
                Duration.between(held, dead).toMillis(),
                Duration.between(dead, released).toMillis(),
                abortTook.toMillis());
        cluster.a.runtime.remove("s" + name);
        cluster.b.runtime.remove("t" + name);
    }

    private static void sampling(RealNode cluster) throws IOException {
        List<CgroupReader> readers = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            String cgroup = cluster.a.runtime.nodeCgroup() + "/sampled-" + i;
            cluster.cgroups.create(cgroup);
            readers.add(cluster.cgroups.reader(cgroup));
        }
        long before = 0;
        for (int round = 0; round < 2 * SAMPLES; round++) {
            if (round == SAMPLES) {
                before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
            for (CgroupReader reader : readers) {
                var _ = reader.read();
            }
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(
                "sampling %d cgroups once: %.2f ms of CPU%n", CONTAINERS, nanos / 1e6 / SAMPLES);
        readers.forEach(CgroupReader::close);
        for (int i = 0; i < CONTAINERS; i++) {
            cluster.cgroups.remove(cluster.a.runtime.nodeCgroup() + "/sampled-" + i);
        }
    }
}
