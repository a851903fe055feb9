package io.podferry.agent.checkpoint;

import io.podferry.agent.cgroup.FreezerFiles;
import io.podferry.agent.process.Command;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.process.Scripts;
import io.podferry.agent.runtime.Container;
import io.podferry.agent.runtime.DumpSubject;
import io.podferry.agent.runtime.Files0700;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The folder in which an agent and CRIU's script talk about one attempt. Every fact is a file;
 * {@code claim} and {@code vote} are made with O_EXCL, so that of two who decide one wins. See
 * {@code hook.sh} for the files.
 */
final class VoteBox {
    private static final String TIMED_OUT = "timeout";
    static final Duration DEAD_MAN = Duration.ofSeconds(15);

    private final Path attempt;

    VoteBox(Path attempt) {
        this.attempt = attempt;
    }

    Path file(String name) {
        return attempt.resolve(name);
    }

    /** Makes the folder ready for one attempt. */
    void prepare(DumpSubject container) throws IOException {
        if (Files.exists(file("hook"))) {
            throw new IOException(
                    "'%s' was used by an earlier attempt; every attempt needs a fresh folder"
                            .formatted(attempt));
        }
        Files0700.folder(attempt);
        Files0700.folder(file("work"));
        FreezerFiles freezer = container.cgroups().freezerFiles(container.cgroup());
        Files0700.write(
                file("settings"),
                "FREEZER='%s'\nFREEZE='%s'\nTHAW='%s'\nSTATE='%s'\nFROZEN='%s'\nPROCS='%s'\nTIMEOUT=%d\n"
                        .formatted(
                                freezer.control(),
                                freezer.freeze(),
                                freezer.thaw(),
                                freezer.state(),
                                freezer.frozen(),
                                freezer.processes(),
                                DEAD_MAN.toSeconds()));
        Command.run("mkfifo", "-m", "0600", file("bell").toString());
        heartbeat();
        Scripts.install(VoteBox.class, "hook.sh", file("hook"));
        Files0700.write(container.criuConfig(), criuConfig(container.criuVersion()));
    }

    private String criuConfig(String version) {
        return "action-script " + file("hook") + "\n" + CriuConfig.of(version);
    }

    boolean used() {
        return Files.exists(file("hook"));
    }

    void heartbeat() throws IOException {
        Files.writeString(file("heartbeat"), System.currentTimeMillis() + "\n");
    }

    /** True for this agent (again), false when the dead-man's timer was faster. */
    boolean claim() throws IOException {
        return placed("claim", "agent").equals("agent");
    }

    boolean timedOut() throws IOException {
        return Container.text(file("claim")).filter(TIMED_OUT::equals).isPresent();
    }

    /** Places a vote, or finds the one that was placed before; true when they are the same. */
    boolean vote(Vote vote) throws IOException {
        boolean same = placed("vote", vote.code()).equals(vote.code());
        ring();
        return same;
    }

    Optional<Vote> decision() throws IOException {
        if (timedOut()) {
            return Optional.of(Vote.BACK);
        }
        return Container.text(file("vote"))
                .map(code -> code.equals(Vote.ON.code()) ? Vote.ON : Vote.BACK);
    }

    /** Content of a file that is made by whoever comes first, completely or not at all. */
    private String placed(String name, String content) throws IOException {
        Path mine =
                file(
                        name
                                + ".agent-"
                                + ProcessHandle.current().pid()
                                + "-"
                                + Thread.currentThread().threadId());
        Files0700.write(mine, content + "\n");
        try {
            Files.createLink(file(name), mine);
            return content;
        } catch (FileAlreadyExistsException e) {
            return firstWords(name);
        } finally {
            Files.deleteIfExists(mine);
        }
    }

    /** The script creates and then fills its file; it is empty for a moment. */
    private String firstWords(String name) throws IOException {
        var _ =
                Processes.await(
                        Duration.ofSeconds(1), () -> Container.text(file(name)).isPresent());
        return Container.text(file(name)).orElse(TIMED_OUT);
    }

    /** Wakes the script; opened for reading, too, so that it never waits for a reader. */
    private void ring() throws IOException {
        if (Files.exists(file("bell"))) {
            try (RandomAccessFile bell = new RandomAccessFile(file("bell").toFile(), "rw")) {
                bell.write('\n');
            }
        }
    }

    /** Whether the script has written something down; it creates and then fills its files. */
    boolean has(String name) throws IOException {
        return Container.text(file(name)).isPresent();
    }

    /** A moment the script wrote down. */
    Optional<Instant> moment(String name) throws IOException {
        return Container.text(file(name))
                .map(micros -> Instant.EPOCH.plusNanos(Long.parseLong(micros) * 1_000));
    }

    Optional<Integer> exit() throws IOException {
        return Container.text(file("exit")).map(Integer::parseInt);
    }

    Optional<ProcessIdentity> process(String name) throws IOException {
        return Container.text(file(name)).flatMap(ProcessIdentity::parse);
    }

    boolean criuLives() throws IOException {
        return process("criu").filter(ProcessIdentity::alive).isPresent();
    }

    /** Whether the script that waits for the vote lives. */
    boolean hookLives() throws IOException {
        Optional<String> pid =
                Container.text(file("waiting")).map(words -> words.split(" ", -1)[0]);
        if (pid.isEmpty()) {
            return false;
        }
        try {
            return Files.readString(Path.of("/proc", pid.get(), "cmdline"))
                    .contains(file("hook").toString());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return ProcessIdentity.of(Integer.parseInt(pid.get())).isPresent();
        }
    }

    /**
     * Whether anything of the attempt still runs: its launcher, or what a killed launcher or runc
     * has left behind.
     */
    boolean busy() throws IOException {
        Optional<ProcessIdentity> launcher = process("launcher");
        if (launcher.isEmpty()) {
            return false;
        }
        Optional<Integer> exit = exit();
        if (exit.isEmpty() && launcher.get().alive()) {
            return true;
        }
        boolean endedByItself = exit.isPresent() && exit.get() < 128;
        return endedByItself ? criuLives() : !processes().isEmpty();
    }

    /** Processes of the attempt's session: launcher, runc, CRIU, script. */
    List<Integer> processes() throws IOException {
        Optional<ProcessIdentity> launcher = process("launcher");
        return launcher.isEmpty()
                ? List.of()
                : Processes.ofSession(launcher.get().pid(), "PODFERRY_ATTEMPT=" + attempt);
    }

    /**
     * Ends what a CRIU that was killed while it probed the kernel has left: a child of its own,
     * stopped for ever, which keeps runc waiting. CRIU itself never stops like that, and nothing of
     * the container is in this session.
     *
     * @return how many there were
     */
    int endStoppedProbes() throws IOException {
        List<Integer> probes =
                processes().stream()
                        .filter(pid -> Processes.name(pid).equals("criu") && Processes.stopped(pid))
                        .toList();
        Processes.kill(probes);
        return probes.size();
    }
}
