package io.podferry.agent.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A container's end as it was first seen; kept on disk, because cgroup counters go with the cgroup.
 *
 * @param memoryKill whether the kernel killed it for memory
 * @param atEpochMillis when
 * @param memoryBytes the most memory it ever had
 * @param reason for people
 */
record Death(boolean memoryKill, long atEpochMillis, long memoryBytes, String reason) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILL = 9;

    /**
     * @param exit what the container's parent wrote, empty when it could not
     * @param killedBy why the agent killed it, empty when it did not
     * @param oomKills kills for memory counted in its cgroup
     */
    static Death of(
            Optional<String> exit,
            Optional<String> killedBy,
            long oomKills,
            long peakBytes,
            Instant now) {
        String[] words =
                exit.map(e -> e.strip().split(" ", -1))
                        .filter(w -> w.length == 3)
                        .orElse(new String[0]);
        if (words.length == 0) {
            String unknown =
                    "its exit status is not known, because its parent process was killed as well";
            return new Death(
                    oomKills > 0 && killedBy.isEmpty(),
                    now.toEpochMilli(),
                    peakBytes,
                    killedBy.orElse(unknown));
        }
        boolean signal = words[0].equals("signal");
        int number = Integer.parseInt(words[1]);
        long at = Long.parseLong(words[2]);
        if (killedBy.isPresent()) {
            return new Death(false, at, peakBytes, killedBy.get());
        }
        if (oomKills > 0 && signal && number == KILL) {
            return new Death(true, at, peakBytes, "killed by the kernel for memory");
        }
        String how = signal ? "ended by signal " + number : "exit status " + number;
        return new Death(
                false,
                at,
                peakBytes,
                oomKills > 0
                        ? how + ", after the kernel had killed one of its processes for memory"
                        : how);
    }

    ContainerState state() {
        Instant at = Instant.ofEpochMilli(atEpochMillis);
        return memoryKill
                ? new ContainerState.OomKilled(at, memoryBytes)
                : new ContainerState.Exited(at, reason);
    }

    static Optional<Death> read(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(JSON.readValue(file.toFile(), Death.class))
                : Optional.empty();
    }

    void write(Path file) throws IOException {
        Files0700.write(file, JSON.writeValueAsString(this));
    }
}
