package io.podferry.extender.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.advice.Advisor;
import io.podferry.extender.advice.Explanation;
import java.util.Optional;

/** What people and tests may look at, as JSON. Thread-safe. */
final class Reports {
    private final Advisor advisor;
    private final ObjectMapper mapper;

    Reports(Advisor advisor, ObjectMapper mapper) {
        this.advisor = advisor;
        this.mapper = mapper;
    }

    String reservations() {
        ArrayNode list = mapper.createArrayNode();
        advisor.reservations()
                .forEach(promise ->
                        list.addObject()
                                .put("holder", promise.holder())
                                .put("pod", promise.pod())
                                .put("node", promise.node())
                                .put("bytes", promise.size().bytes())
                                .put("expiresAt", promise.expiresAt().toString()));
        return text(mapper.createObjectNode().set("reservations", list));
    }

    Optional<String> explain(String pod) {
        return advisor.explain(pod).map(this::json);
    }

    private String json(Explanation explanation) {
        ObjectNode root =
                mapper.createObjectNode()
                        .put("pod", explanation.pod())
                        .put("at", explanation.at().toString())
                        .put("kind", explanation.kind())
                        .put("candidates", explanation.candidates());
        ArrayNode rejected = root.putArray("rejected");
        for (Explanation.Turned turned : explanation.rejected()) {
            ObjectNode one =
                    rejected.addObject()
                            .put("reason", turned.reason())
                            .put("preemptionMayHelp", turned.preemptionMayHelp())
                            .put("nodes", turned.nodes());
            ArrayNode examples = one.putArray("examples");
            turned.examples().forEach(examples::add);
        }
        ArrayNode best = root.putArray("best");
        explanation
                .best()
                .forEach(scored ->
                        best.addObject().put("node", scored.node()).put("score", scored.score()));
        return text(root);
    }

    private String text(Object node) {
        try {
            return mapper.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a report", e);
        }
    }
}
