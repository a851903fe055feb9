package io.podferry.agent.runtime;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.process.Command;
import io.podferry.agent.process.Mounts;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.process.Trees;
import io.podferry.agent.tools.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One container of one pod on this node: its files, its cgroup, its processes. Holds no state of
 * its own; thread-safe as long as one thread at a time starts, restores or removes it.
 */
public final class Container implements DumpSubject {
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final NodePaths paths;
    private final CgroupTree cgroups;
    private final Tools.Found tools;
    private final String id;
    private final String cgroup;
    private final ContainerFolder folder;

    Container(
            NodePaths paths,
            CgroupTree cgroups,
            Tools.Found tools,
            String podCgroup,
            String uid,
            String name) {
        this.paths = paths;
        this.cgroups = cgroups;
        this.tools = tools;
        this.id = uid + "." + name;
        this.cgroup = podCgroup + "/" + name;
        this.folder = new ContainerFolder(paths.container(uid, name));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String cgroup() {
        return cgroup;
    }

    public ContainerFolder folder() {
        return folder;
    }

    @Override
    public CgroupTree cgroups() {
        return cgroups;
    }

    @Override
    public Path criuConfig() {
        return folder.criuConfig();
    }

    @Override
    public String criuVersion() {
        return tools.criuVersion();
    }

    /** Makes its folders, its root file system and its configuration. Idempotent. */
    void prepare(ContainerSpec spec, String hostname, Path namespace) throws IOException {
        for (Path path : List.of(folder.path(), folder.rootfs(), folder.work(), folder.start())) {
            Files0700.folder(path);
        }
        for (CapturedFolder captured : folder.captured(spec)) {
            Files0700.folder(captured.path());
        }
        Program program = Program.of(spec);
        Overlay.mount(folder, program.rootfs());
        BundleWriter.write(
                new BundleWriter.Place(folder, cgroup, namespace, hostname), spec, program);
    }

    /** A runc command with its global options. */
    @Override
    public List<String> runc(Path log, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                tools.runc().toString(),
                                "--root",
                                paths.runc().toString(),
                                "--log",
                                log.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * A process in a session of its own that outlives the agent and finds CRIU; says nothing
     * anywhere.
     */
    @Override
    public ProcessBuilder detached(Path attempt, List<String> command) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        File nowhere = new File("/dev/null");
        ProcessBuilder builder =
                new ProcessBuilder(all)
                        .redirectInput(nowhere)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(attempt.resolve("said").toFile()))
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .put(
                        "PATH",
                        tools.criu().getParent()
                                + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("PODFERRY_ATTEMPT", attempt.toString());
        return builder;
    }

    /**
     * Starts a runc command whose container's output goes to the log, and whose init process gets a
     * parent that stays.
     */
    public void launch(Path attempt, List<String> command) throws IOException {
        forgetLife();
        Files0700.write(folder.begun(), attempt.toString());
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "perl",
                                paths.programs().resolve(PodRuntime.SHIM).toString(),
                                folder.path().toString(),
                                attempt.toString()));
        all.addAll(command);
        ProcessBuilder parent = detached(attempt, all);
        // Not the agent's child: the JDK would keep a thread as long as the container lives.
        parent.command().add(1, "--fork");
        parent.start();
    }

    /** Forgets that it was ever begun; its processes must be gone. */
    public void forgetLife() throws IOException {
        for (Path fact :
                List.of(
                        folder.begun(),
                        folder.pid(),
                        folder.exit(),
                        folder.init(),
                        folder.death(),
                        folder.killed())) {
            Files.deleteIfExists(fact);
        }
    }

    @Override
    public ContainerState state() throws IOException {
        Optional<Death> death = Death.read(folder.death());
        if (death.isPresent()) {
            return death.get().state();
        }
        if (!executed()) {
            return new ContainerState.Created();
        }
        Optional<ProcessIdentity> init = init();
        if (init.isPresent() && init.get().alive()) {
            return new ContainerState.Running(init.get().pid(), init.get().startTicks());
        }
        return bury().state();
    }

    /** Whether its program was let go: a start from nothing or a released restore. */
    private boolean executed() throws IOException {
        Optional<Path> attempt = text(folder.begun()).map(Path::of);
        if (attempt.isEmpty() || !Files.exists(folder.pid())) {
            return false;
        }
        return !Files.isDirectory(attempt.get())
                || text(attempt.get().resolve("exit")).filter("0"::equals).isPresent()
                || Files.exists(attempt.get().resolve("resumed"));
    }

    /** The init process that was started last; it may be dead. */
    public Optional<ProcessIdentity> init() throws IOException {
        Optional<ProcessIdentity> known = text(folder.init()).flatMap(ProcessIdentity::parse);
        if (known.isPresent()) {
            return known;
        }
        Optional<ProcessIdentity> found =
                text(folder.pid())
                        .flatMap(p -> ProcessIdentity.of(Integer.parseInt(p)))
                        .filter(this::isMine);
        if (found.isPresent()) {
            Files0700.write(folder.init(), found.get().toString());
        }
        return found;
    }

    private boolean isMine(ProcessIdentity process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/cgroup")).stream()
                    .anyMatch(line -> line.endsWith(cgroup));
        } catch (IOException e) {
            return false;
        }
    }

    private Death bury() throws IOException {
        boolean parentLives =
                text(folder.path().resolve("shim"))
                        .flatMap(ProcessIdentity::parse)
                        .filter(ProcessIdentity::alive)
                        .isPresent();
        if (parentLives) {
            var _ = Processes.await(LAST_WORDS, () -> Files.exists(folder.exit()));
        }
        long kills = 0;
        long peak = 0;
        if (cgroups.exists(cgroup)) {
            peak = cgroups.peakBytes(cgroup);
            try (CgroupReader reader = cgroups.reader(cgroup)) {
                kills = reader.read().oomKills();
            }
        }
        Death death =
                Death.of(text(folder.exit()), text(folder.killed()), kills, peak, Instant.now());
        death.write(folder.death());
        return death;
    }

    @Override
    public void kill(String why) throws IOException {
        if (!Files.exists(folder.killed()) && Files.isDirectory(folder.path())) {
            Files0700.write(folder.killed(), why);
        }
        CgroupEnd.of(cgroups, cgroup, id);
    }

    /** Removes runc's record of it; its processes must be gone. */
    public void forget() throws IOException {
        if (Files.isDirectory(paths.runc().resolve(id))) {
            // runc binds the root file system there for CRIU; a killed runc leaves the mount.
            Mounts.removeBelow(paths.runc().resolve(id));
            List<String> command = runc(Path.of("/dev/null"), "delete", "--force", id);
            Command.Outcome outcome = Command.attempt(command, DEATH);
            if (Files.isDirectory(paths.runc().resolve(id))) {
                if (!outcome.output().contains("does not exist")
                        && !cgroups.processes(cgroup).isEmpty()) {
                    throw new IOException(
                            "runc cannot delete " + id + ": " + outcome.output().strip());
                }
                Trees.remove(paths.runc().resolve(id));
            }
        }
    }

    /** Removes everything of it except its folder. */
    void remove() throws IOException {
        kill("removed");
        forget();
        Optional<ProcessIdentity> shim =
                text(folder.path().resolve("shim")).flatMap(ProcessIdentity::parse);
        if (shim.isPresent() && !Processes.await(LAST_WORDS, () -> !shim.get().alive())) {
            Processes.kill(List.of(shim.get().pid()));
            var _ = Processes.await(DEATH, () -> !shim.get().alive());
        }
        Mounts.removeBelow(folder.path());
    }

    /** Content of a small file, empty when it is not there or still being written. */
    public static Optional<String> text(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
