package io.podferry.agent.kubernetes;

import static org.junit.jupiter.api.Assumptions.abort;

import io.podferry.agent.http.AgentClient;
import io.podferry.agent.process.Command;
import io.podferry.agent.process.Mounts;
import io.podferry.agent.process.Trees;
import io.podferry.agent.security.Identity;
import io.podferry.agent.tools.Tools;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node on which this class does what kubelet and containerd would: containers in bundles with
 * containerd's annotations, on an overlay, made, killed and removed through the runtime wrapper.
 */
final class FakeKubelet implements AutoCloseable {
    static final String CONTAINER = "main";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int nodes;

    final String node;
    final HostPaths paths;
    final AgentClient agent;
    private final KubeAgentConfig config;
    private final Path folder;
    private final String cgroup;
    private final List<String> ids = new ArrayList<>();
    private Optional<KubeAgent> running = Optional.empty();

    FakeKubelet(String node, Path folder, Path install, Path certificates) throws IOException {
        this.node = node;
        this.folder = folder.resolve(node);
        this.cgroup = "/podferry-kube-%d-%d".formatted(ProcessHandle.current().pid(), nodes++);
        this.paths =
                new HostPaths(
                        this.folder.resolve("runc"),
                        this.folder.resolve("run"),
                        this.folder.resolve("state"),
                        this.folder.resolve("kubelet"),
                        install);
        Files.createDirectories(paths.runcRoot());
        io.podferry.agent.cgroup.CgroupTree.ofThisMachine().create(cgroup);
        config =
                new KubeAgentConfig(
                        node,
                        "127.0.0.1",
                        freePort(),
                        freePort(),
                        certificates,
                        paths,
                        Optional.empty(),
                        Optional.of(cgroup),
                        true);
        agent =
                new AgentClient(
                        "127.0.0.1", config.apiPort(), Identity.load(certificates, "engine"));
        startAgent();
    }

    void startAgent() throws IOException {
        running = Optional.of(KubeAgent.start(config));
    }

    void stopAgent() {
        running.ifPresent(KubeAgent::close);
        running = Optional.empty();
    }

    int transferPort() {
        return config.transferPort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A wrapper built from its source and a CRIU, as an agent would install them. */
    static Path install(Path folder) throws IOException {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.exists(home.resolve("runtime/build"))) {
            home = home.getParent();
        }
        Path install = folder.resolve("install");
        Command.run(home.resolve("runtime/build").toString(), install.resolve("bin").toString());
        switch (Tools.require(line -> {})) {
            case Tools.Found found -> {
                Files.createDirectories(install.resolve("criu/bin"));
                Files.createSymbolicLink(install.resolve("criu/bin/criu"), found.criu());
            }
            case Tools.Lacking lacking ->
                    abort("real containers are not possible here: " + lacking.missing());
        }
        return install;
    }

    /** Prepares a container's bundle, its root file system and its pod's emptyDir. */
    Path bundle(String podUid, String id, String program) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("bundles").resolve(id));
        Path data = Files.createDirectories(paths.emptyDir(podUid, "data"));
        for (String each : List.of("rootfs", "lower/data", "lower/proc", "upper", "work")) {
            Files.createDirectories(bundle.resolve(each));
        }
        for (String each : List.of("usr", "etc", "dev", "sys", "tmp")) {
            Files.createDirectories(bundle.resolve("lower").resolve(each));
        }
        for (String each : List.of("bin", "lib", "lib64", "sbin")) {
            Path link = bundle.resolve("lower").resolve(each);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("usr/" + each));
            }
        }
        Command.run(
                "mount",
                "-t",
                "overlay",
                "-o",
                "lowerdir=%s,upperdir=%s,workdir=%s"
                        .formatted(
                                bundle.resolve("lower"),
                                bundle.resolve("upper"),
                                bundle.resolve("work")),
                "overlay",
                bundle.resolve("rootfs").toString());
        Files.writeString(
                bundle.resolve("options.json"),
                "{\"binary_name\":\"%s\"}".formatted(paths.wrapper()));
        Command.run("runc", "spec", "--bundle", bundle.toString());
        Path file = bundle.resolve("config.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"terminal\": true", "\"terminal\": false")
                        .replace("\"sh\"", "\"perl\", \"-e\", " + quoted(program))
                        .replace("\"readonly\": true", "\"readonly\": false")
                        .replace(
                                "\"mounts\": [",
                                """
                                "mounts": [
                                {"destination": "/usr", "type": "bind", "source": "/usr",
                                 "options": ["rbind", "ro"]},
                                {"destination": "/data", "type": "bind", "source": "%s",
                                 "options": ["rbind", "rw"]},
                                """
                                        .formatted(data))
                        .replace(
                                "\"linux\": {",
                                """
                                "annotations": {"io.kubernetes.cri.container-type": "container",
                                  "io.kubernetes.cri.sandbox-uid": "%s",
                                  "io.kubernetes.cri.sandbox-name": "counter",
                                  "io.kubernetes.cri.sandbox-namespace": "default",
                                  "io.kubernetes.cri.container-name": "%s"},
                                "linux": {"cgroupsPath": "%s/pod%s/%s",
                                """
                                        .formatted(podUid, CONTAINER, cgroup, podUid, id)));
        ids.add(id);
        return bundle;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** Calls the wrapper as containerd's shim does. */
    Process wrapper(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                paths.wrapper().toString(),
                                "--root",
                                paths.runcRoot().toString(),
                                "--log",
                                folder.resolve("log.json").toString(),
                                "--log-format",
                                "json"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(new java.io.File("/dev/null"))
                        .redirectError(new java.io.File("/dev/null"));
        builder.environment()
                .putAll(
                        Map.of(
                                "PODFERRY_RUN",
                                paths.run().toString(),
                                "PODFERRY_CGROUPS_MODE",
                                "soft"));
        return builder.start();
    }

    int call(String... arguments) throws IOException {
        try {
            Process process = wrapper(arguments);
            if (!process.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the wrapper does not end: " + List.of(arguments));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Process create(Path bundle, String id) throws IOException {
        return wrapper("create", "--bundle", bundle.toString(), id);
    }

    /** Why the wrapper refused last. */
    String log() throws IOException {
        Path file = folder.resolve("log.json");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void close() throws IOException {
        stopAgent();
        agent.close();
        for (String id : ids) {
            var _ = call("delete", "--force", id);
            Mounts.removeBelow(folder.resolve("bundles").resolve(id));
        }
        Mounts.removeBelow(paths.runcRoot());
        io.podferry.agent.cgroup.CgroupTree.ofThisMachine().remove(cgroup);
        Trees.remove(folder);
    }
}
