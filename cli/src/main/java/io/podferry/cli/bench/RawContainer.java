package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.cluster.ClusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The yardstick: the program of a container in a bare runc container of its own, without any agent,
 * checkpointed and restored with plain {@code runc} on local images. Not thread-safe.
 */
final class RawContainer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Tools.Found tools;
    private final Path folder;
    private final String id;

    /**
     * @param folder of its own; must not exist yet
     * @param id unique on the machine
     */
    RawContainer(Tools.Found tools, ContainerSpec spec, Path folder, String id) throws IOException {
        this.tools = tools;
        this.folder = folder;
        this.id = id;
        Files.createDirectories(folder.resolve("bundle"));
        Files.writeString(folder.resolve("bundle/config.json"), config(spec, id));
    }

    /** The least that a container needs. */
    private static String config(ContainerSpec spec, String id) {
        ObjectNode config = new ObjectMapper().createObjectNode().put("ociVersion", "1.0.2");
        ObjectNode process = config.putObject("process").put("cwd", "/").put("terminal", false);
        process.put("noNewPrivileges", true);
        process.putObject("user").put("uid", 0).put("gid", 0);
        ArrayNode arguments = process.putArray("args");
        spec.command().forEach(arguments::add);
        config.putObject("root").put("path", spec.rootfs()).put("readonly", true);
        config.putArray("mounts")
                .addObject()
                .put("destination", "/proc")
                .put("type", "proc")
                .put("source", "proc");
        ObjectNode linux = config.putObject("linux").put("cgroupsPath", "/podferry-raw/" + id);
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "mount", "ipc", "uts", "network")) {
            namespaces.addObject().put("type", type);
        }
        return config.toString();
    }

    /** Starts it and waits until it has that much anonymous memory. */
    void start(long bytes) throws IOException, InterruptedException {
        runc("run", "--detach", "--bundle", folder.resolve("bundle").toString(), id);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (anonymousBytes(pid()) < bytes) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "the raw container did not fill its memory in " + PATIENCE);
            }
            Thread.sleep(20);
        }
    }

    /** Freezes it, writes its images and kills it; the time that took. */
    Duration checkpoint() throws IOException, InterruptedException {
        return runc(
                "checkpoint",
                "--image-path",
                folder.resolve("images").toString(),
                "--work-path",
                folder.resolve("dump").toString(),
                id);
    }

    /** Restores it from its images; the time that took. */
    Duration restore() throws IOException, InterruptedException {
        return runc(
                "restore",
                "--detach",
                "--bundle",
                folder.resolve("bundle").toString(),
                "--image-path",
                folder.resolve("images").toString(),
                "--work-path",
                folder.resolve("restore").toString(),
                id);
    }

    private long pid() throws IOException, InterruptedException {
        Process state =
                start(List.of("state", id)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(state.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        state.waitFor();
        return new ObjectMapper().readTree(answer).path("pid").asLong();
    }

    private static long anonymousBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new ClusterException("the raw container has ended. Maybe its program failed?");
    }

    private Duration runc(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("runc.log");
        long before = System.nanoTime();
        Process process =
                start(List.of(arguments))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        int status = process.waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        if (status != 0) {
            throw new ClusterException(
                    "runc %s ended with %d: %s"
                            .formatted(
                                    arguments[0],
                                    status,
                                    Files.exists(log) ? Files.readString(log).strip() : "no log"));
        }
        return took;
    }

    private ProcessBuilder start(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(tools.runc().toString());
        command.addAll(
                List.of(
                        "--root",
                        folder.resolve("state").toString(),
                        "--log",
                        folder.resolve("runc.log").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment()
                .merge(
                        "PATH",
                        tools.criu().resolveSibling("").toString(),
                        (path, own) -> own + ":" + path);
        return builder;
    }

    @Override
    public void close() throws IOException {
        try {
            start(List.of("delete", "--force", id))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        removeGroups();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The folder above the container's cgroup is made by runc and never removed by it. */
    private static void removeGroups() throws IOException {
        Path root = Path.of("/sys/fs/cgroup");
        try (Stream<Path> hierarchies = Files.list(root)) {
            List<Path> places = new ArrayList<>(hierarchies.toList());
            places.add(root);
            for (Path place : places) {
                Path group = place.resolve("podferry-raw");
                if (Files.isDirectory(group)) {
                    try {
                        Files.delete(group);
                    } catch (IOException inUse) {
                        // Another benchmark's container is in it.
                    }
                }
            }
        }
    }
}
