package io.podferry.agent.kubernetes;

import io.podferry.agent.node.Folders;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Trees;
import io.podferry.agent.runtime.Container;
import io.podferry.agent.runtime.Files0700;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The files by which agent and runtime wrapper speak; see the head of the wrapper for what each
 * means. They outlive both. Thread-safe as long as one thread at a time works for one pod.
 */
final class WrapperFiles {
    private static final String HOLD = "hold";
    private static final String GO = "go";
    private static final String ABORT = "abort";
    private static final String STATE = "state";
    private static final String USED = ".used";

    private final Path run;

    /**
     * @param run the wrapper's folder, as this process sees it
     */
    WrapperFiles(Path run) throws IOException {
        this.run = run;
        for (String folder : List.of("departed", "tickets", "watched", "killed", "restored")) {
            Files0700.folder(run.resolve(folder));
        }
    }

    /**
     * A {@code create} that waits for its ticket to say go.
     *
     * @param pid of the wrapper
     * @param id runc's name of the container to be
     * @param bundle its bundle, a path of the machine
     */
    record Waiting(int pid, String id, Path bundle) {
        boolean alive() {
            return ProcessIdentity.of(pid).isPresent();
        }
    }

    /** From now on no container of the pod is created here. */
    void depart(String podUid, String why) throws IOException {
        Files0700.write(run.resolve("departed").resolve(podUid), why + "\n");
    }

    /** Its containers may be created here again. */
    void stay(String podUid) throws IOException {
        Files.deleteIfExists(run.resolve("departed").resolve(podUid));
    }

    boolean departed(String podUid) {
        return Files.exists(run.resolve("departed").resolve(podUid));
    }

    /** From now on the wrapper reports that the container is to be killed. */
    void watch(String id) throws IOException {
        Files0700.write(run.resolve("watched").resolve(id), "\n");
    }

    void unwatch(String id) throws IOException {
        Files.deleteIfExists(run.resolve("watched").resolve(id));
        Files.deleteIfExists(run.resolve("killed").resolve(id));
    }

    /** Whether kubelet has asked for the container's end since it is watched. */
    boolean killed(String id) {
        return Files.exists(run.resolve("killed").resolve(id));
    }

    /** Whether the wrapper has restored the container: it executes, or has executed. */
    boolean restored(String podUid, String container) {
        return Files.exists(used(podUid, container).resolve("restored"));
    }

    private Path ticket(String podUid, String container) {
        return run.resolve("tickets").resolve(podUid).resolve(container);
    }

    private Path used(String podUid, String container) {
        return run.resolve("tickets").resolve(podUid).resolve(container + USED);
    }

    /**
     * Issues a ticket that holds; one that exists, used or not, is left as it is.
     *
     * @param image folder of the checkpoint, a path of the machine
     * @param criu program to restore with, a path of the machine
     */
    void hold(
            String podUid, String container, Path image, Path criu, String criuConfig, int seconds)
            throws IOException {
        Path ticket = ticket(podUid, container);
        if (Files.exists(ticket) || Files.exists(used(podUid, container))) {
            return;
        }
        Path pod = Files0700.folder(run.resolve("tickets").resolve(podUid));
        Path fresh = Files0700.folder(pod.resolve("." + container));
        Files0700.write(fresh.resolve("image"), image + "\n");
        Files0700.write(fresh.resolve("criu"), criu + "\n");
        Files0700.write(fresh.resolve("criu.conf"), criuConfig);
        Files0700.write(fresh.resolve("limit"), seconds + "\n");
        Files0700.write(fresh.resolve(STATE), HOLD + "\n");
        Files.move(fresh, ticket, StandardCopyOption.ATOMIC_MOVE);
    }

    void go(String podUid, String container) throws IOException {
        say(podUid, container, GO);
    }

    /** A {@code create} that waits, and every later one, fails at once with this reason. */
    void abort(String podUid, String container, String reason) throws IOException {
        say(podUid, container, ABORT + " " + reason.replace('\n', ' '));
    }

    private void say(String podUid, String container, String state) throws IOException {
        Path ticket = ticket(podUid, container);
        if (Files.exists(ticket)) {
            try {
                Files0700.write(ticket.resolve(STATE), state + "\n");
            } catch (java.nio.file.NoSuchFileException e) {
                // Used in this moment.
            }
        }
    }

    boolean exists(String podUid, String container) {
        return Files.exists(ticket(podUid, container));
    }

    boolean isUsed(String podUid, String container) {
        return Files.exists(used(podUid, container));
    }

    /** Whether the ticket was given up. */
    boolean aborted(String podUid, String container) throws IOException {
        return Container.text(ticket(podUid, container).resolve(STATE))
                .filter(state -> state.startsWith(ABORT))
                .isPresent();
    }

    /** Whether the ticket says go. */
    boolean going(String podUid, String container) throws IOException {
        return Container.text(ticket(podUid, container).resolve(STATE))
                .filter(GO::equals)
                .isPresent();
    }

    /** The newest {@code create} that came with the ticket, whether it still waits or not. */
    Optional<Waiting> waiting(String podUid, String container) throws IOException {
        Path ticket = ticket(podUid, container);
        Path folder = Files.exists(ticket) ? ticket : used(podUid, container);
        return Container.text(folder.resolve("waiting"))
                .map(text -> text.split(" ", 3))
                .filter(words -> words.length == 3)
                .map(words -> new Waiting(Integer.parseInt(words[0]), words[1], Path.of(words[2])));
    }

    /** Makes a used ticket a fresh one that goes; only when nothing of the container is left. */
    void again(String podUid, String container) throws IOException {
        Path used = used(podUid, container);
        if (Files.exists(used)) {
            Files.deleteIfExists(used.resolve("waiting"));
            Files.move(used, ticket(podUid, container), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** From now on the pod's containers are started as those of any pod. */
    void forget(String podUid) throws IOException {
        Trees.remove(run.resolve("tickets").resolve(podUid));
    }

    /** Pods with tickets. */
    List<String> ticketed() throws IOException {
        return Folders.names(run.resolve("tickets"));
    }
}
