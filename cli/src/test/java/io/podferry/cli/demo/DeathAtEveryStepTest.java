package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podferry.agent.process.Failpoints;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.cluster.UpOptions;
import io.podferry.cli.workload.DemoPods;
import io.podferry.cli.workload.Workloads;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.events.DemoEvent.RequestGap;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.MemoryShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real counter moves to and fro while, each time, one process dies at one place of the protocol:
 * the engine before and after it stores each state, each agent before and after each of its steps,
 * runc while it dumps and while it restores. A witness outside requests the counter all the time.
 * Afterwards there is exactly one copy, and no number was lost or came twice.
 */
@Tag("faults")
@Timeout(300)
class DeathAtEveryStepTest {
    private static final Logger LOG = LoggerFactory.getLogger(DeathAtEveryStepTest.class);
    private static final String NAME = "die" + ProcessHandle.current().pid() % 10_000;
    private static final String POD = "counter";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path temporary;
    private static RequestLedger ledger = new RequestLedger();
    private static final Directory DIRECTORY = new Directory();
    private static final List<RequestGap> GAPS = new CopyOnWriteArrayList<>();
    private static boolean unsettled;
    private static final long START = System.nanoTime();
    private static Path failpoints = Path.of("");
    private static LocalCluster cluster;
    private static CounterClients clients;
    private static Thread lookout;

    @BeforeAll
    static void up() throws Exception {
        String lacking =
                switch (Tools.require(_ -> {})) {
                    case Tools.Found _ -> "";
                    case Tools.Lacking(var missing) -> missing.toString();
                };
        assumeTrue(lacking.isEmpty(), "containers need what is missing here: " + lacking);
        ledger = new RequestLedger();
        GAPS.clear();
        unsettled = false;
        failpoints = Path.of(Objects.requireNonNull(System.getenv(Failpoints.VARIABLE)));
        Files.createDirectories(failpoints);
        clearFailpoints();
        cluster = LocalCluster.up(options(), _ -> {});
        MemoryShape shape =
                new MemoryShape.Steady(
                        DataSize.ofMebibytes(48), GrowthRate.NONE, DataSize.ofMebibytes(48));
        cluster.runPod(
                new DemoPods(Workloads.provide(_ -> {})).counter(POD, shape, false),
                Optional.of("node-1"),
                RestartPolicy.NEVER);
        lookout = Thread.ofVirtual().start(DeathAtEveryStepTest::lookAround);
        clients =
                new CounterClients(
                        DIRECTORY::find,
                        ledger,
                        () -> Duration.ofNanos(System.nanoTime() - START),
                        GAPS::add,
                        Duration.ofMillis(50));
        clients.request(POD);
        eventually("the counter answers", () -> ledger.answers() > 5);
    }

    /** Those of a run that was cut short. */
    private static void clearFailpoints() throws IOException {
        try (Stream<Path> old = Files.list(failpoints)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    @AfterAll
    static void down() throws Exception {
        if (cluster == null) {
            return;
        }
        if (clients != null) {
            clients.close();
            lookout.interrupt();
        }
        cluster.close();
        LocalCluster.down(temporary.resolve("cluster"), _ -> {});
    }

    static Stream<String> places() {
        List<String> places = new ArrayList<>();
        for (MigrationState state : MigrationState.values()) {
            if (state != MigrationState.ABORTING && state != MigrationState.ABORTED) {
                places.add("engine." + state + ".before");
                places.add("engine." + state + ".after");
            }
        }
        for (Step step : Step.values()) {
            if (step != Step.ABORT_SOURCE && step != Step.ABORT_TARGET) {
                places.add(step + ".before");
                places.add(step + ".after");
            }
        }
        return places.stream();
    }

    @ParameterizedTest
    @MethodSource("places")
    void oneCopyLivesOnAndItsNumbersGoOn(String place) throws Exception {
        String source = node();
        String target = other(source);
        Path failpoint = failpoints.resolve(on(place, source, target));
        Files.createFile(failpoint);
        move(target, failpoint);
        awaitDeath(failpoint);
        settle();
    }

    @ParameterizedTest
    @MethodSource("stepsBack")
    void theSourceRunsOnWhenItsAbortIsCutShort(String place) throws Exception {
        String source = node();
        String target = other(source);
        Path failpoint = failpoints.resolve(on(place, source, target));
        Path delay = failpoints.resolve(target + "." + Step.PREPARE_TARGET + ".before");
        Files.createFile(failpoint);
        Files.createFile(delay);
        move(target, delay);
        awaitDeath(delay);
        cluster.abort(open().orElseThrow().id());
        heal();
        awaitDeath(failpoint);
        settle();
        assertThat(node()).isEqualTo(source);
    }

    static Stream<String> stepsBack() {
        return Stream.of(Step.ABORT_SOURCE, Step.ABORT_TARGET)
                .flatMap(step -> Stream.of(step + ".before", step + ".after"));
    }

    /** A move may be faster than the look-out for its runc; then another one is made. */
    @ParameterizedTest
    @MethodSource("runcs")
    void runcMayDieToo(String verb) throws Exception {
        boolean killed = false;
        for (int moves = 0; !killed && moves < 5; moves++) {
            cluster.migrate(POD, Optional.of(other(node())));
            boolean[] met = new boolean[1];
            eventually(
                    "runc " + verb + " is killed",
                    () -> (met[0] |= killRunc(verb)) || open().isEmpty());
            killed = met[0];
            settle();
        }
        assertThat(killed).as("runc %s was met in five moves", verb).isTrue();
    }

    static Stream<String> runcs() {
        return Stream.of("checkpoint", "checkpoint", "checkpoint", "restore", "restore", "restore");
    }

    /**
     * Heals the cluster and waits until nothing moves; then looks for copies and asks the witness.
     */
    private static void settle() throws Exception {
        heal();
        eventually("no migration is open", () -> open().isEmpty());
        eventually("one pod is seen", () -> livePods() == 1);
        long answers = ledger.answers();
        eventually("the counter goes on", () -> ledger.answers() > answers + 3);
        eventually("one copy is left", () -> processes() == 1);
        assertThat(GAPS).as("numbers lost or repeated").isEmpty();
        assertThat(ledger.continuous()).isTrue();
        unsettled = false;
    }

    private static UpOptions options() {
        return UpOptions.of(
                NAME, temporary.resolve("cluster"), 2, DataSize.ofMebibytes(256), "none");
    }

    /** A machine that is busy with other tests may need a second try. */
    private static void heal() throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                LocalCluster healed = LocalCluster.up(options(), _ -> {});
                cluster.close();
                cluster = healed;
                return;
            } catch (ClusterException e) {
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    /** The place is reached when its file goes; the process dies in the next moment. */
    private static void awaitDeath(Path failpoint) throws Exception {
        eventually("death at " + failpoint.getFileName(), () -> !Files.exists(failpoint));
        Thread.sleep(500);
    }

    /**
     * Asks again as long as nobody came to the place of death: an engine that has only just risen
     * may refuse, and a busy machine may be too slow for a move, which is then given up. The engine
     * may also die before it answers; the request is then in its journal, or was never made.
     */
    private static void move(String target, Path failpoint) {
        LocalCluster line = cluster;
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        ask(line, target, failpoint);
                    } catch (Exception | AssertionError e) {
                        LOG.info("asks no more: {}", e.toString());
                    }
                });
    }

    private static void ask(LocalCluster line, String target, Path failpoint) throws Exception {
        while (Files.exists(failpoint)) {
            try {
                line.migrate(POD, Optional.of(target));
                eventually(
                        "the move ends, or comes to " + failpoint.getFileName(),
                        () -> !Files.exists(failpoint) || open().isEmpty());
            } catch (ClusterException e) {
                LOG.info("not moved: {}", e.getMessage());
                Thread.sleep(500);
            }
        }
    }

    private static String on(String place, String source, String target) {
        if (place.startsWith("engine.")) {
            return place;
        }
        Step step = Step.valueOf(place.substring(0, place.indexOf('.')));
        return (step.side() == Step.Side.SOURCE ? source : target) + "." + place;
    }

    @BeforeEach
    void startWhole(TestInfo test) throws Exception {
        assertThat(unsettled).as("an earlier death was not got over; its test tells").isFalse();
        unsettled = true;
        clearFailpoints();
        LOG.info("{}", test.getDisplayName());
        heal();
    }

    private static String node() {
        return cluster.pod(POD).orElseThrow().node();
    }

    private static String other(String node) {
        return node.equals("node-1") ? "node-2" : "node-1";
    }

    private static Optional<MigrationView> open() {
        return cluster.migrations().stream().filter(move -> !move.state().terminal()).findFirst();
    }

    private static long livePods() {
        return cluster.pods().stream().filter(PodView::live).count();
    }

    private static void lookAround() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                DIRECTORY.update(cluster.pods());
            } catch (ClusterException silent) {
                // The engine is dead at the moment; what was known stays.
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The counter's processes on this machine, by their cgroup. */
    private static long processes() throws IOException {
        long count = 0;
        for (String pid : pids()) {
            if (read(pid, "cgroup").contains("/podferry/" + NAME + "/")
                    && read(pid, "cmdline").startsWith("/load")) {
                count++;
            }
        }
        return count;
    }

    private static boolean killRunc(String verb) throws IOException {
        boolean killed = false;
        for (String pid : pids()) {
            String command = read(pid, "cmdline").replace('\0', ' ');
            if (command.contains("runc")
                    && command.contains(" " + verb + " ")
                    && command.contains(temporary.toString())) {
                killed |=
                        ProcessHandle.of(Long.parseLong(pid))
                                .map(ProcessHandle::destroyForcibly)
                                .orElse(false);
            }
        }
        return killed;
    }

    private static List<String> pids() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .toList();
        }
    }

    private static String read(String pid, String file) {
        try {
            return Files.readString(Path.of("/proc", pid, file));
        } catch (IOException gone) {
            return "";
        }
    }

    private static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as(what + " within " + PATIENCE).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (ClusterException silent) {
            return false;
        }
    }
}
