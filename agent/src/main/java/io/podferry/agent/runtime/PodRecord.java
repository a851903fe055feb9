package io.podferry.agent.runtime;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is on disk about a pod, in {@code pod.json}. */
record PodRecord(
        String uid,
        @Nullable String previousUid,
        PodSpec spec,
        String address,
        long workStartedAtEpochMillis,
        long createdAtEpochMillis) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static final String FILE = "pod.json";

    static PodRecord read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve(FILE).toFile(), PodRecord.class);
    }

    void write(Path folder) throws IOException {
        Files0700.write(folder.resolve(FILE), JSON.writeValueAsString(this));
    }
}
