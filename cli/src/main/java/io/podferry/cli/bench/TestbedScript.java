package io.podferry.cli.bench;

import io.podferry.cli.cluster.ClusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The script {@code testbed/cluster} of this checkout: a real control plane, started on
 * construction and taken down at the end.
 */
final class TestbedScript implements AutoCloseable {
    private final Path home;
    private final String name;
    private final Map<String, String> environment = new TreeMap<>();
    private final Thread atExit = new Thread(() -> run("down"));

    TestbedScript(String name, String release) {
        this.home = Path.of(System.getProperty("podferry.home", "")).toAbsolutePath();
        this.name = name;
        if (!Files.isExecutable(home.resolve("testbed/cluster"))) {
            throw new ClusterException(
                    "there is no testbed/cluster in %s. Maybe run podferry from its checkout?"
                            .formatted(home));
        }
        Runtime.getRuntime().addShutdownHook(atExit);
        run("down");
        run("up", "--release", release);
        run("env")
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    environment.put(line.substring(0, equals), line.substring(equals + 1));
                });
    }

    /** Folder of the checkout. */
    Path home() {
        return home;
    }

    /** What {@code testbed/cluster env} says of a key. */
    String value(String key) {
        String value = environment.get(key);
        if (value == null) {
            throw new ClusterException("testbed/cluster env does not say " + key);
        }
        return value;
    }

    /** Runs one command of the script and returns what it prints. */
    String run(String command, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(home.resolve("testbed/cluster").toString());
        line.add(command);
        line.addAll(List.of("--name", name));
        line.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(line)
                            .directory(home.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new ClusterException(
                        "testbed/cluster %s failed, see above".formatted(command));
            }
            return output;
        } catch (IOException e) {
            throw new ClusterException("cannot run testbed/cluster: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while testbed/cluster ran", e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        run("down");
    }
}
