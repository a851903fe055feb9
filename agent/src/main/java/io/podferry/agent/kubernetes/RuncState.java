package io.podferry.agent.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what runc has written down about a container. Pod and container are known by the
 * annotations that containerd puts into every bundle, which nobody else can write.
 */
final class RuncState {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANNOTATION = "io.kubernetes.cri.";

    private RuncState() {}

    /**
     * The live container of a pod behind a state file; empty for sandboxes, others and the dead.
     */
    static Optional<KubeContainer> read(Path file) throws IOException {
        JsonNode state;
        try {
            state = JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>();
        for (JsonNode label : state.path("config").path("labels")) {
            String text = label.asText();
            int equals = text.indexOf('=');
            if (equals > 0) {
                labels.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        String uid = labels.getOrDefault(ANNOTATION + "sandbox-uid", "");
        String name = labels.getOrDefault(ANNOTATION + "container-name", "");
        String type = labels.getOrDefault(ANNOTATION + "container-type", "");
        int pid = state.path("init_process_pid").asInt();
        long ticks = state.path("init_process_start").asLong();
        if (!type.equals("container")
                || uid.isEmpty()
                || name.isEmpty()
                || !new ProcessIdentity(pid, ticks).alive()) {
            return Optional.empty();
        }
        Optional<String> cgroup = cgroup(pid);
        if (cgroup.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new KubeContainer(
                        state.path("id").asText(),
                        uid,
                        labels.getOrDefault(ANNOTATION + "sandbox-namespace", "")
                                + "/"
                                + labels.getOrDefault(ANNOTATION + "sandbox-name", ""),
                        name,
                        labels.getOrDefault("bundle", ""),
                        pid,
                        ticks,
                        cgroup.get(),
                        created(state.path("created").asText(""))));
    }

    private static long created(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH.toEpochMilli();
        }
    }

    /** Path of a process's memory cgroup: version 1's if there is one, else version 2's. */
    static Optional<String> cgroup(int pid) {
        try {
            String unified = "";
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
                String[] parts = line.split(":", 3);
                if (parts.length == 3 && (',' + parts[1] + ',').contains(",memory,")) {
                    return Optional.of(parts[2]);
                }
                if (parts.length == 3 && parts[1].isEmpty()) {
                    unified = parts[2];
                }
            }
            return unified.isEmpty() ? Optional.empty() : Optional.of(unified);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
