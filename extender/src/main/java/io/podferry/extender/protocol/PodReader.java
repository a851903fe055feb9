package io.podferry.extender.protocol;

import static io.podferry.extender.protocol.ArgsReader.field;

import com.fasterxml.jackson.databind.JsonNode;
import io.podferry.policy.units.DataSize;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the few facts of a v1.Pod that matter here; all else may be missing or unknown. */
final class PodReader {
    private PodReader() {}

    static PodFacts read(JsonNode pod) {
        JsonNode metadata = field(pod, "metadata");
        String uid = field(metadata, "uid").asText("");
        return new PodFacts(
                uid.isBlank() ? Optional.empty() : Optional.of(uid),
                field(metadata, "namespace").asText(""),
                field(metadata, "name").asText(""),
                strings(field(metadata, "labels")),
                strings(field(metadata, "annotations")),
                memoryRequest(field(field(pod, "spec"), "containers")));
    }

    private static Optional<DataSize> memoryRequest(JsonNode containers) {
        Optional<DataSize> sum = Optional.empty();
        for (JsonNode container : containers) {
            JsonNode requests = field(field(container, "resources"), "requests");
            Optional<DataSize> one = Quantity.parse(field(requests, "memory").asText(""));
            if (one.isPresent()) {
                sum = Optional.of(sum.orElse(DataSize.ZERO).plus(one.get()));
            }
        }
        return sum;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> read = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getValue().isTextual()) {
                read.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return read;
    }
}
