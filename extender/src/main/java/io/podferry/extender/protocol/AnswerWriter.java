package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Writes answers. Every node of the request is either in the answer or rejected with a reason, and
 * no other node is: kube-scheduler fails the whole call for a name that it did not send.
 * Thread-safe.
 */
public final class AnswerWriter {
    private final ObjectMapper mapper;

    public AnswerWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** An ExtenderFilterResult; {@code rejections} by node name, the other candidates survive. */
    public byte[] filtered(Candidates candidates, Map<String, Rejection> rejections) {
        ObjectNode root = mapper.createObjectNode();
        switch (candidates) {
            case Candidates.Names names -> {
                ArrayNode kept = root.putNull("Nodes").putArray("NodeNames");
                names.names().stream()
                        .filter(name -> !rejections.containsKey(name))
                        .forEach(kept::add);
            }
            case Candidates.Objects objects -> {
                ArrayNode kept = root.putObject("Nodes").putArray("items");
                for (int i = 0; i < objects.items().size(); i++) {
                    if (!rejections.containsKey(objects.names().get(i))) {
                        kept.add(objects.items().get(i));
                    }
                }
                root.putNull("NodeNames");
            }
        }
        ObjectNode failed = root.putObject("FailedNodes");
        ObjectNode unresolvable = root.putObject("FailedAndUnresolvableNodes");
        for (String name : candidates.names()) {
            Rejection rejection = rejections.get(name);
            if (rejection != null) {
                (rejection.preemptionMayHelp() ? failed : unresolvable)
                        .put(name, rejection.reason());
            }
        }
        return bytes(root.put("Error", ""));
    }

    /** An ExtenderFilterResult that lets no node through and tells the user why. */
    public byte[] error(String message) {
        ObjectNode root = mapper.createObjectNode();
        root.putNull("Nodes").putNull("NodeNames");
        root.putObject("FailedNodes");
        root.putObject("FailedAndUnresolvableNodes");
        return bytes(root.put("Error", message));
    }

    /** A HostPriorityList; a node without a score gets 0. */
    public byte[] prioritized(Candidates candidates, Map<String, Integer> scores) {
        ArrayNode list = mapper.createArrayNode();
        for (String name : candidates.names()) {
            list.addObject()
                    .put("Host", name)
                    .put("Score", Math.clamp(scores.getOrDefault(name, 0), 0, 10));
        }
        return bytes(list);
    }

    private byte[] bytes(JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer", e);
        }
    }
}
