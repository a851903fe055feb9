package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.Container;
import io.podferry.agent.runtime.ContainerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills CRIU with SIGKILL at many moments of a dump of a running counter, and counts what became of
 * the counter. The table of {@code docs/limits.md} is its output. Run it by hand: it needs minutes.
 */
final class KillingCriu {
    private static final int MEBIBYTES = 30;

    private KillingCriu() {}

    /**
     * Prints one line per try and a table at the end.
     *
     * @param arguments number of tries, seed
     */
    public static void main(String[] arguments) throws IOException {
        int tries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        Random random = new Random(arguments.length > 1 ? Long.parseLong(arguments[1]) : 7);
        Map<String, Integer> table = new TreeMap<>();
        Path folder = Files.createTempDirectory("podferry-killing-criu");
        try (RealNode cluster = new RealNode(folder)) {
            for (int i = 0; i < tries; i++) {
                String marker = List.of("launcher", "begun", "begun", "frozen").get(i % 4);
                int micros = random.nextInt(marker.equals("launcher") ? 200_000 : 60_000);
                String outcome = once(cluster, "victim-" + i, marker, micros);
                System.out.printf("%s + %.1f ms: %s%n", marker, micros / 1_000.0, outcome);
                table.merge(outcome, 1, Integer::sum);
            }
        }
        table.forEach((outcome, times) -> System.out.println(times + " x " + outcome));
        Files.deleteIfExists(folder);
    }

    private static String once(RealNode cluster, String uid, String marker, int micros)
            throws IOException {
        RealNode.Side a = cluster.a;
        a.startCounter(uid, MEBIBYTES);
        Path attempt = a.attempt(uid);
        ContainerDump dump = a.checkpoints.startDump(uid, "main", attempt, null);
        if (marker.equals("launcher")) {
            eventually("CRIU", () -> Victims.running(attempt, "criu").isPresent());
        } else {
            eventually(marker, () -> Container.text(attempt.resolve(marker)).isPresent());
        }
        LockSupport.parkNanos(micros * 1_000L);
        boolean complete = Container.text(attempt.resolve("dumped")).isPresent();
        boolean frozen = Container.text(attempt.resolve("frozen")).isPresent();
        if (Victims.running(attempt, "criu").isEmpty()) {
            a.runtime.remove(uid);
            return "CRIU had ended";
        }
        Victims.kill(attempt, "criu");
        String phase = complete ? "guarded" : frozen ? "dumping" : "before";
        var settled =
                Processes.await(
                        Duration.ofSeconds(3), () -> !(dump.poll() instanceof DumpState.Running));
        String said = dump.poll().getClass().getSimpleName();
        boolean voted = dump.vote(false);
        var ended =
                Processes.await(
                        Duration.ofSeconds(10),
                        () -> {
                            var repaired = dump.repair();
                            return repaired.isPresent()
                                    || dump.poll() instanceof DumpState.Resumed
                                    || dump.poll() instanceof DumpState.Failed;
                        });
        long at = a.last(uid);
        boolean counts = Processes.await(Duration.ofSeconds(2), () -> a.last(uid) > at + 3);
        ContainerState state = a.runtime.find(uid).orElseThrow().containers().getFirst().state();
        String tasks =
                state instanceof ContainerState.Running(int pid, long ticks) && ticks > 0
                        ? taskState(pid)
                        : state.toString();
        String outcome =
                "%s: %s%s, %s"
                        .formatted(
                                phase,
                                said,
                                settled && voted && ended ? "" : " (not settled)",
                                counts ? "counts on" : "does not count: " + tasks);
        if (counts) {
            a.requireNoGap(uid);
            ContainerDump second =
                    a.checkpoints.startDump(uid, "main", a.attempt(uid + "-second"), null);
            var again =
                    Processes.await(
                            Duration.ofSeconds(20),
                            () -> !(second.poll() instanceof DumpState.Running));
            outcome +=
                    again && second.poll() instanceof DumpState.AwaitingVote
                            ? ", can be dumped again"
                            : ", CANNOT be dumped again: " + second.poll();
        }
        a.runtime.remove(uid);
        return outcome.replaceAll("at=[^,]*, ", "");
    }

    private static String taskState(int pid) throws IOException {
        return ProcessIdentity.of(pid).isEmpty()
                ? "dead"
                : Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(l -> l.startsWith("State") || l.startsWith("TracerPid"))
                        .toList()
                        .toString();
    }
}
