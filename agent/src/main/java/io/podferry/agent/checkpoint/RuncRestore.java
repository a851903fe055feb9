package io.podferry.agent.checkpoint;

import io.podferry.agent.process.Mounts;
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
        if (decision.equals(Optional.of(Vote.BACK))) {
            return works() ? new RestoreState.Running() : removedOrLeft();
        }
        if (held(decision)) {
            return new RestoreState.Held();
        }
        if (box.exit().isPresent() || box.has("held") || !works()) {
            return released() ? new RestoreState.Released() : new RestoreState.Failed(reason());
        }
        return new RestoreState.Running();
    }

    /**
     * Whether CRIU is at it or about to be. Without CRIU, the processes it has half made wait for
     * it without an end.
     */
    private boolean works() throws IOException {
        return box.has("criu") ? box.criuLives() : box.busy();
    }

    /**
     * Whether it can be let go. Before the vote that needs all who serve the clone afterwards:
     * CRIU, its script, runc, and the process that will be init's parent and read its output. After
     * the vote it needs CRIU alone.
     */
    private boolean held(Optional<Vote> decision) throws IOException {
        if (!box.has("held") || !box.criuLives()) {
            return false;
        }
        if (decision.isPresent()) {
            return true;
        }
        return box.hookLives()
                && box.exit().isEmpty()
                && box.process("launcher").filter(ProcessIdentity::alive).isPresent();
    }

    private boolean released() throws IOException {
        if (!box.decision().equals(Optional.of(Vote.ON))) {
            return false;
        }
        if (box.has("resumed") || box.exit().filter(e -> e == 0).isPresent()) {
            return true;
        }
        if (box.has("ended")
                && !box.criuLives()
                && CriuLog.resumed(box.file("work").resolve("restore.log"))) {
            adopt();
            return true;
        }
        return false;
    }

    /**
     * runc died after the vote, and CRIU let the program go all the same: writes down what runc
     * could not.
     */
    private void adopt() throws IOException {
        Optional<String> init =
                Container.text(box.file("waiting")).map(words -> words.split(" ", -1)[1]);
        if (init.isPresent()) {
            if (Container.text(container.folder().pid()).isEmpty()) {
                Files.writeString(container.folder().pid(), init.get());
            }
            Files.writeString(box.file("resumed"), "adopted\n");
        }
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
        if (box.has("held") && !box.has("resumed") && box.decision().isEmpty()) {
            return "runc, its parent or CRIU's script was killed while the clone was held";
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
            boolean decided = box.decision().equals(Optional.of(Vote.ON));
            return (decided || held(Optional.empty())) && box.claim() && box.vote(Vote.ON);
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
        var _ =
                Processes.await(
                        END,
                        () -> box.process("launcher").filter(ProcessIdentity::alive).isEmpty());
        Mounts.removeBelow(attempt);
        container.forget();
        container.forgetLife();
        return inside.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "removed %d processes of a restore of %s that had failed"
                                .formatted(inside.size(), container.id()));
    }
}
