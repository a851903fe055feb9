package io.podferry.agent.checkpoint;

import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.process.Scripts;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.DumpSubject;
import io.podferry.agent.runtime.Files0700;
import io.podferry.agent.runtime.RuncLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dump by {@code runc checkpoint}, with the guard of docs/designs/0001. */
final class RuncDump implements ContainerDump {
    private static final Duration END = Duration.ofSeconds(20);
    private static final Duration BURIAL = Duration.ofSeconds(3);

    private final DumpSubject container;
    private final Path attempt;
    private final VoteBox box;

    RuncDump(DumpSubject container, Path attempt) {
        this.container = container;
        this.attempt = attempt;
        this.box = new VoteBox(attempt);
    }

    void start(@Nullable InetSocketAddress pageServer) throws IOException {
        if (!(container.state() instanceof ContainerState.Running(int pid, long startTicks))) {
            throw new IOException(
                    "container %s does not run, so it cannot be checkpointed"
                            .formatted(container.id()));
        }
        box.prepare(container);
        Files0700.folder(images());
        Files0700.write(box.file("init"), new ProcessIdentity(pid, startTicks).toString());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                Scripts.install(
                                                RuncDump.class,
                                                "dump.sh",
                                                attempt.resolve("dump.sh"))
                                        .toString(),
                                attempt.toString()));
        command.addAll(
                container.runc(
                        box.file("runc.log"),
                        "checkpoint",
                        "--image-path",
                        images().toString(),
                        "--work-path",
                        box.file("work").toString()));
        if (pageServer != null) {
            command.add("--page-server");
            command.add(pageServer.getAddress().getHostAddress() + ":" + pageServer.getPort());
        }
        command.add(container.id());
        container.detached(attempt, command).start();
        if (!Processes.await(BURIAL, () -> box.has("launcher"))) {
            throw new IOException(
                    "the checkpoint of %s could not be started".formatted(container.id()));
        }
    }

    @Override
    public Path images() {
        return attempt.resolve("images");
    }

    @Override
    public DumpState poll() {
        try {
            return state();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the dump of " + container.id(), e);
        }
    }

    private DumpState state() throws IOException {
        if (!box.used()) {
            return new DumpState.Failed(
                    "no checkpoint of %s was begun in '%s'".formatted(container.id(), attempt),
                    alive());
        }
        Optional<Vote> decision = box.decision();
        boolean alive = alive();
        if (!alive && container.cgroups().processes(container.cgroup()).isEmpty()) {
            return decision.equals(Optional.of(Vote.ON))
                    ? new DumpState.Killed()
                    : new DumpState.Failed("the container died during its checkpoint", false);
        }
        if (decision.isEmpty()) {
            return undecided(alive);
        }
        return switch (decision.get()) {
            case ON -> waiting().orElse(new DumpState.Running(box.moment("begun")));
            case BACK ->
                    alive && !box.busy() && !frozen()
                            ? new DumpState.Resumed()
                            : new DumpState.Running(box.moment("begun"));
        };
    }

    private DumpState undecided(boolean alive) throws IOException {
        if (box.has("dumped") && !box.has("ended") && frozen()) {
            return waiting().orElseThrow();
        }
        if (!box.busy() && !(box.has("dumped") && !box.has("ended"))) {
            return new DumpState.Failed(reason(), alive);
        }
        return new DumpState.Running(box.has("frozen") ? box.moment("begun") : Optional.empty());
    }

    private Optional<DumpState> waiting() throws IOException {
        Optional<Instant> dumped = box.moment("dumped");
        Optional<Instant> begun = box.moment("begun");
        return dumped.isPresent() && begun.isPresent()
                ? Optional.of(new DumpState.AwaitingVote(begun.get(), dumped.get()))
                : Optional.empty();
    }

    private boolean alive() throws IOException {
        return box.process("init").filter(ProcessIdentity::alive).isPresent();
    }

    private boolean frozen() throws IOException {
        return container.cgroups().freezer(container.cgroup()).frozen();
    }

    private String reason() throws IOException {
        String criu = CriuLog.reason(box.file("work").resolve("dump.log"));
        if (box.has("lost")) {
            return "the program did not stand still when the dump was complete. " + criu;
        }
        return criu.isEmpty() ? RuncLog.lastError(box.file("runc.log")) : criu;
    }

    @Override
    public void heartbeat() {
        try {
            if (box.used()) {
                box.heartbeat();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no heartbeat for the dump of " + container.id(), e);
        }
    }

    @Override
    public boolean promise() {
        try {
            return box.claim();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot promise for " + container.id(), e);
        }
    }

    @Override
    public boolean vote(boolean commit) {
        try {
            if (!commit) {
                return box.timedOut() || box.vote(Vote.BACK);
            }
            boolean decided = box.decision().equals(Optional.of(Vote.ON));
            return (decided || box.has("dumped")) && box.claim() && box.vote(Vote.ON);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot vote for " + container.id(), e);
        }
    }

    @Override
    public Optional<String> repair() {
        try {
            return repaired();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot repair the dump of " + container.id(), e);
        }
    }

    private Optional<String> repaired() throws IOException {
        Optional<Vote> decision = box.decision();
        if (decision.isEmpty() || !box.used()) {
            return Optional.empty();
        }
        return switch (decision.get()) {
            case ON -> endByHand();
            case BACK -> backByHand();
        };
    }

    /**
     * Kills what was voted to die: while it is frozen, so that not one instruction is executed any
     * more.
     */
    private Optional<String> endByHand() throws IOException {
        if (box.hookLives() || container.cgroups().processes(container.cgroup()).isEmpty()) {
            return Optional.empty();
        }
        boolean dying =
                box.has("ended")
                        && Processes.await(
                                BURIAL,
                                () -> container.cgroups().processes(container.cgroup()).isEmpty());
        if (dying) {
            return Optional.empty();
        }
        container.kill("its checkpoint went to another node");
        return Optional.of(
                "CRIU's script was dead; killed the frozen container "
                        + container.id()
                        + " by hand");
    }

    private Optional<String> backByHand() throws IOException {
        if (!box.has("begun") && box.endStoppedProbes() > 0) {
            return Optional.of("CRIU was killed before its dump of " + container.id() + " began");
        }
        return thawByHand();
    }

    /**
     * CRIU ends what it has begun; only when it is gone, and the script with it, the guard is taken
     * away here.
     */
    private Optional<String> thawByHand() throws IOException {
        if (box.hookLives() || !frozen()) {
            return Optional.empty();
        }
        if (box.busy() && !Processes.await(END, () -> !box.busy())) {
            return Optional.empty();
        }
        if (!frozen()) {
            return Optional.empty();
        }
        container.cgroups().freezer(container.cgroup()).thaw();
        return Optional.of(
                "CRIU's script was dead; thawed container " + container.id() + " by hand");
    }
}
