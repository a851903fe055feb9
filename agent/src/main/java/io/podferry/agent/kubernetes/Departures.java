package io.podferry.agent.kubernetes;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.runtime.Files0700;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which containers the pods had that leave: runc forgets a container when it is dead, and then
 * nobody else could tell what is to be proven dead. One file per pod. Thread-safe.
 */
final class Departures {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path folder;

    Departures(Path folder) throws IOException {
        this.folder = Files0700.folder(folder);
    }

    void write(String podUid, List<KubeContainer> containers) throws IOException {
        Files0700.write(file(podUid), JSON.writeValueAsString(containers));
    }

    /** The containers that were dumped, in the order of their making; empty when none was. */
    List<KubeContainer> read(String podUid) throws IOException {
        Path file = file(podUid);
        return Files.exists(file)
                ? JSON.readValue(file.toFile(), new TypeReference<List<KubeContainer>>() {})
                : List.of();
    }

    void forget(String podUid) throws IOException {
        Files.deleteIfExists(file(podUid));
    }

    private Path file(String podUid) {
        return folder.resolve(podUid + ".json");
    }
}
