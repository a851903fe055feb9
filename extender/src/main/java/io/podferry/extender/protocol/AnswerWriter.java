package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes answers. Every node of the request is either in the answer or rejected with a reason, and
 * no other node is: kube-scheduler fails the whole call for a name that it did not send.
 * Thread-safe.
 */
public final class AnswerWriter {
    private static final int FIRST_BLOCK = 8 << 10;

    private final JsonFactory factory = new JsonFactory();

    private interface Content {
        void write(JsonGenerator json, ByteArrayBuilder out) throws IOException;
    }

    /** An ExtenderFilterResult; {@code rejections} by node name, the other candidates survive. */
    public byte[] filtered(Candidates candidates, Map<String, Rejection> rejections) {
        return bytes((json, out) -> {
            json.writeStartObject();
            switch (candidates) {
                case Candidates.Names names -> names(json, names, rejections);
                case Candidates.Objects objects -> objects(json, out, objects, rejections);
            }
            List<String> names = rejections.isEmpty() ? List.of() : candidates.names();
            rejected(json, "FailedNodes", names, rejections, true);
            rejected(json, "FailedAndUnresolvableNodes", names, rejections, false);
            json.writeStringField("Error", "");
            json.writeEndObject();
        });
    }

    /** An ExtenderFilterResult that lets no node through and tells the user why. */
    public byte[] error(String message) {
        return bytes((json, _) -> {
            json.writeStartObject();
            json.writeNullField("Nodes");
            json.writeNullField("NodeNames");
            rejected(json, "FailedNodes", List.of(), Map.of(), true);
            rejected(json, "FailedAndUnresolvableNodes", List.of(), Map.of(), false);
            json.writeStringField("Error", message);
            json.writeEndObject();
        });
    }

    /**
     * A HostPriorityList.
     *
     * @param scores one per candidate, 0 to 10
     */
    public byte[] prioritized(Candidates candidates, int[] scores) {
        return bytes((json, _) -> {
            json.writeStartArray();
            int next = 0;
            for (String name : candidates.names()) {
                json.writeStartObject();
                json.writeStringField("Host", name);
                json.writeNumberField("Score", scores[next++]);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** An ExtenderPreemptionResult. */
    public byte[] preempted(Map<String, Victims> nodes) {
        return bytes((json, _) -> {
            json.writeStartObject();
            json.writeObjectFieldStart("NodeNameToMetaVictims");
            for (Map.Entry<String, Victims> node : nodes.entrySet()) {
                json.writeObjectFieldStart(node.getKey());
                json.writeArrayFieldStart("Pods");
                for (String uid : node.getValue().uids()) {
                    json.writeStartObject();
                    json.writeStringField("UID", uid);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeNumberField("NumPDBViolations", node.getValue().pdbViolations());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void names(
            JsonGenerator json, Candidates.Names candidates, Map<String, Rejection> rejections)
            throws IOException {
        json.writeNullField("Nodes");
        json.writeArrayFieldStart("NodeNames");
        boolean all = rejections.isEmpty();
        for (String name : candidates.names()) {
            if (all || !rejections.containsKey(name)) {
                json.writeString(name);
            }
        }
        json.writeEndArray();
    }

    /** The generator sees an empty list; the objects go past it. */
    private static void objects(
            JsonGenerator json,
            ByteArrayBuilder out,
            Candidates.Objects candidates,
            Map<String, Rejection> rejections)
            throws IOException {
        json.writeObjectFieldStart("Nodes");
        json.writeArrayFieldStart("items");
        json.flush();
        boolean first = true;
        for (int i = 0; i < candidates.names().size(); i++) {
            if (!rejections.containsKey(candidates.names().get(i))) {
                if (!first) {
                    out.write(',');
                }
                first = false;
                out.write(candidates.body(), candidates.start(i), candidates.length(i));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeNullField("NodeNames");
    }

    private static void rejected(
            JsonGenerator json,
            String field,
            List<String> names,
            Map<String, Rejection> rejections,
            boolean preemptionMayHelp)
            throws IOException {
        json.writeObjectFieldStart(field);
        for (String name : names) {
            Rejection rejection = rejections.get(name);
            if (rejection != null && rejection.preemptionMayHelp() == preemptionMayHelp) {
                json.writeStringField(name, rejection.reason());
            }
        }
        json.writeEndObject();
    }

    private byte[] bytes(Content content) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(FIRST_BLOCK)) {
            try (JsonGenerator json = factory.createGenerator(out)) {
                content.write(json, out);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an answer", e);
        }
    }
}
