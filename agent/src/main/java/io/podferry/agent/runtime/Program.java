package io.podferry.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a container executes, and on which root file system: all that is taken from a bundle, merged
 * with the specification.
 *
 * @param rootfs absolute path; {@code /} means the machine's own programs, read-only
 * @param arguments program and arguments
 * @param env name and value
 * @param workingFolder absolute path in the container
 * @param user numeric user
 * @param group numeric group
 */
record Program(
        Path rootfs,
        List<String> arguments,
        Map<String, String> env,
        String workingFolder,
        int user,
        int group) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    static Program of(ContainerSpec spec) throws IOException {
        if ((spec.bundle() == null) == (spec.rootfs() == null)) {
            throw new IOException(
                    "container '%s' needs either a bundle or a root file system"
                            .formatted(spec.name()));
        }
        Program base =
                spec.bundle() != null
                        ? ofBundle(Path.of(spec.bundle()))
                        : new Program(
                                Path.of(String.valueOf(spec.rootfs())),
                                List.of(),
                                Map.of(),
                                "/",
                                0,
                                0);
        Map<String, String> env = new TreeMap<>(base.env());
        env.putIfAbsent("PATH", PATH);
        env.putAll(spec.env());
        Program program =
                new Program(
                        base.rootfs(),
                        spec.command().isEmpty() ? base.arguments() : spec.command(),
                        env,
                        spec.workingFolder() == null ? base.workingFolder() : spec.workingFolder(),
                        base.user(),
                        base.group());
        program.check(spec.name());
        return program;
    }

    private void check(String name) throws IOException {
        if (!rootfs.isAbsolute() || !Files.isDirectory(rootfs)) {
            throw new IOException(
                    "the root file system of container '%s' is not a folder: '%s'"
                            .formatted(name, rootfs));
        }
        if (arguments.isEmpty()) {
            throw new IOException(
                    "container '%s' has no command. Name one after '--', or use a bundle that has one"
                            .formatted(name));
        }
    }

    private static Program ofBundle(Path bundle) throws IOException {
        Path file = bundle.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "'%s' is not an OCI bundle: it has no config.json. Maybe it is a root file system"
                            .formatted(bundle));
        }
        JsonNode config;
        try {
            config = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new IOException("cannot read '" + file + "': " + e.getMessage(), e);
        }
        JsonNode process = config.path("process");
        List<String> arguments = new ArrayList<>();
        process.path("args").forEach(a -> arguments.add(a.asText()));
        Map<String, String> env = new TreeMap<>();
        for (JsonNode each : process.path("env")) {
            String[] pair = each.asText().split("=", 2);
            env.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return new Program(
                bundle.toAbsolutePath()
                        .resolve(config.path("root").path("path").asText("rootfs"))
                        .normalize(),
                arguments,
                env,
                process.path("cwd").asText("/"),
                process.path("user").path("uid").asInt(0),
                process.path("user").path("gid").asInt(0));
    }
}
