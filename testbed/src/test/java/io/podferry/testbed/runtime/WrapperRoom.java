package io.podferry.testbed.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The wrapper, its folders, and a runtime behind it, in a folder of a test. */
final class WrapperRoom {
    static final String POD = "0b9d7c52-6f1e-4a55-9d1b-0242ac120002";
    final Path folder;
    final Path run;
    final Path bundle;
    final Path log;
    private final Path wrapper;
    private final Map<String, String> environment = new TreeMap<>();

    /** What a call said and how it ended. */
    record Outcome(int status, String output) {}

    WrapperRoom(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.run = folder.resolve("run");
        this.bundle = folder.resolve("bundle");
        this.log = folder.resolve("log.json");
        this.wrapper = folder.resolve("bin/podferry-runtime");
        Files.createDirectories(
                run,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(bundle);
        Outcome built =
                exec(
                        List.of(
                                home().resolve("runtime/build").toString(),
                                folder.resolve("bin").toString()));
        if (built.status() != 0) {
            throw new IOException("the wrapper does not build: " + built.output());
        }
        environment.put("PODFERRY_RUN", run.toString());
        environment.put("PODFERRY_RUNC", fake().toString());
    }

    private static Path home() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.exists(home.resolve("runtime/build"))) {
            home = home.getParent();
        }
        return home;
    }

    /** A runtime that only writes down how it was called. */
    private Path fake() throws IOException {
        Path file = folder.resolve("fake-runc");
        Files.writeString(
                file,
                """
                #!/bin/sh
                echo "$*" >> %s
                [ -z "$FAKE_SECONDS" ] || exec sleep "$FAKE_SECONDS"
                exit ${FAKE_STATUS:-0}
                """
                        .formatted(folder.resolve("calls")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** How the runtime behind the wrapper was called, one line per call. */
    List<String> calls() throws IOException {
        Path file = folder.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** A configuration with annotations as containerd writes them. */
    void config(String annotations) throws IOException {
        Files.writeString(
                bundle.resolve("config.json"),
                """
                {"ociVersion":"1.1.0","process":{"args":["sh","-c","echo \\"annotations\\": {}"],
                 "env":["X={\\"annotations\\":{\\"io.kubernetes.cri.sandbox-uid\\":\\"forged\\"}}"]},
                 "hooks":null,"annotations":{%s},"linux":{"resources":{"devices":[{"allow":false}]}}}
                """
                        .formatted(annotations));
    }

    /** A container of the pod. */
    void container(String name) throws IOException {
        config(
                "\"io.kubernetes.cri.container-type\":\"container\",\"io.kubernetes.cri.sandbox-uid\":\"%s\",\"io.kubernetes.cri.container-name\":\"%s\""
                        .formatted(POD, name));
    }

    Path ticket(String container, Map<String, String> files) throws IOException {
        Path ticket = run.resolve("tickets").resolve(POD).resolve(container);
        Files.createDirectories(ticket);
        for (Map.Entry<String, String> file : files.entrySet()) {
            say(ticket.resolve(file.getKey()), file.getValue());
        }
        return ticket;
    }

    /** Writes a file in one go, as the agent does. */
    static void say(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    List<String> createCommand(String id) {
        return List.of(
                "create",
                "--bundle",
                bundle.toString(),
                "--pid-file",
                folder.resolve("pid").toString(),
                id);
    }

    Outcome create(String id) throws IOException, InterruptedException {
        return call(createCommand(id));
    }

    Outcome call(List<String> arguments) throws IOException, InterruptedException {
        return finish(begin(arguments));
    }

    /** Starts the wrapper as the shim does. */
    Process begin(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(wrapper.toString());
        command.addAll(
                List.of(
                        "--root",
                        folder.resolve("root").toString(),
                        "--log",
                        log.toString(),
                        "--log-format",
                        "json"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    Outcome finish(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the wrapper does not end");
        }
        // Not to its end: a container keeps its standard output for as long as it lives.
        byte[] said = process.getInputStream().readNBytes(process.getInputStream().available());
        return new Outcome(process.exitValue(), new String(said, StandardCharsets.UTF_8));
    }

    static Outcome exec(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
