package io.podferry.agent.checkpoint;

import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.Container;
import io.podferry.agent.runtime.RuncLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A held restore by {@code runc restore}. CRIU works inside the clone's own cgroup, so the clone's
 * limit is never passed.
 */
final class RuncRestore implements HeldRestore {
    private static final Duration END = Duration.ofSeconds(3);

    private final Container container;
    private final Path attempt;
    private final VoteBox box;

    RuncRestore(Container container, Path attempt) {
        this.container = container;
        this.attempt = attempt;
        this.box = new VoteBox(attempt);
    }

    void start(Path images) throws IOException {
        if (!container.cgroups().processes(container.cgroup()).isEmpty()) {
            throw new IOException(
                    "container %s executes already; nothing can be restored into it"
                            .formatted(container.id()));
        }
        if (!Files.exists(images.resolve("inventory.img"))) {
            throw new IOException(
                    "'%s' holds no checkpoint: it has no inventory.img".formatted(images));
        }
        box.prepare(container);
        container.forget();
        container.launch(
                attempt,
                container.runc(
                        box.file("runc.log"),
                        "restore",
                        "--detach",
                        "--bundle",
                        container.folder().path().toString(),
                        "--pid-file",
                        container.folder().pid().toString(),
                        "--image-path",
                        images.toString(),
                        "--work-path",
                        box.file("work").toString(),
                        container.id()));
        if (!Processes.await(END, () -> box.has("launcher"))) {
            throw new IOException(
                    "the restore of %s could not be started".formatted(container.id()));
        }
    }

    @Override
    public RestoreState poll() {
        try {
            return state();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the restore of " + container.id(), e);
        }
    }

    private RestoreState state() throws IOException {
        if (!box.used()) {
            return new RestoreState.Failed(
                    "no restore of %s was begun in '%s'".formatted(container.id(), attempt));
        }
        if (released()) {
            return new RestoreState.Released();
        }
        Optional<Vote> decision = box.decision();
        boolean held = box.has("held") && box.criuLives() && (box.hookLives() || box.has("ended"));
        if (decision.equals(Optional.of(Vote.BACK))) {
            return box.busy() ? new RestoreState.Running() : removedOrLeft();
        }
        if (held) {
            return new RestoreState.Held();
        }
        if (box.exit().isPresent() || box.has("held") || !box.busy()) {
            return released() ? new RestoreState.Released() : new RestoreState.Failed(reason());
        }
        return new RestoreState.Running();
    }

    private boolean released() throws IOException {
        return box.decision().equals(Optional.of(Vote.ON))
                && (box.has("resumed") || box.exit().filter(e -> e == 0).isPresent());
    }

    private RestoreState removedOrLeft() throws IOException {
        List<Integer> left = container.cgroups().processes(container.cgroup());
        return left.isEmpty()
                ? new RestoreState.Removed()
                : new RestoreState.Failed(
                        "the clone was voted down, but processes are left: " + left);
    }

    private String reason() throws IOException {
        if (box.has("held")
                && !box.has("resumed")
                && !box.criuLives()
                && box.exit().filter(e -> e == 0).isEmpty()) {
            return "CRIU was killed while it held the clone";
        }
        String criu = CriuLog.reason(box.file("work").resolve("restore.log"));
        return criu.isEmpty() ? RuncLog.lastError(box.file("runc.log")) : criu;
    }

    @Override
    public void heartbeat() {
        try {
            if (box.used()) {
                box.heartbeat();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no heartbeat for the restore of " + container.id(), e);
        }
    }

    @Override
    public boolean vote(boolean release) {
        try {
            if (!release) {
                return box.timedOut() || box.vote(Vote.BACK);
            }
            return box.claim() && box.vote(Vote.ON);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot vote for " + container.id(), e);
        }
    }

    @Override
    public Optional<String> repair() {
        try {
            return switch (state()) {
                case RestoreState.Running running -> Optional.empty();
                case RestoreState.Held held -> Optional.empty();
                case RestoreState.Released released -> Optional.empty();
                case RestoreState.Removed removed -> cleared();
                case RestoreState.Failed failed -> cleared();
            };
        } catch (IOException e) {
            throw new UncheckedIOException("cannot repair the restore of " + container.id(), e);
        }
    }

    private Optional<String> cleared() throws IOException {
        boolean mine =
                Container.text(container.folder().begun())
                        .filter(attempt.toString()::equals)
                        .isPresent();
        if (!mine) {
            return Optional.empty();
        }
        List<Integer> own = box.processes();
        List<Integer> inside = container.cgroups().processes(container.cgroup());
        Processes.kill(inside);
        Processes.kill(own);
        container.kill("its restore was taken back");
        var unused =
                Processes.await(
                        END,
                        () -> box.process("launcher").filter(ProcessIdentity::alive).isEmpty());
        container.forget();
        container.forgetLife();
        return inside.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "removed %d processes of a restore of %s that had failed"
                                .formatted(inside.size(), container.id()));
    }
}
