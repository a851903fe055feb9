package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests. Thread-safe. */
public final class ArgsReader {
    private final ObjectMapper mapper;

    public ArgsReader(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads a filter or prioritize request.
     *
     * @throws BadRequest when the body is not a request with a pod and nodes in exactly one form
     */
    public ExtenderArgs read(byte[] body) throws BadRequest {
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw new BadRequest(
                    "the body is no JSON object but %s. Maybe the verb is wired to another service?"
                            .formatted(root.getNodeType()));
        }
        JsonNode pod = field(root, "Pod");
        if (!pod.isObject()) {
            throw new BadRequest("the request has no Pod. Maybe it is not an ExtenderArgs?");
        }
        return new ExtenderArgs(PodReader.read(pod), candidates(root));
    }

    private JsonNode parse(byte[] body) throws BadRequest {
        if (body.length == 0) {
            throw new BadRequest("the body is empty. Maybe POST an ExtenderArgs as JSON?");
        }
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadRequest(
                    "the body is not JSON: %s at line %d, column %d"
                            .formatted(
                                    firstLine(e.getOriginalMessage()),
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new BadRequest(
                    "the body is not readable text: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Candidates candidates(JsonNode root) throws BadRequest {
        JsonNode names = field(root, "NodeNames");
        JsonNode nodes = field(root, "Nodes");
        if (names.isArray() && nodes.isObject()) {
            throw new BadRequest(
                    "the request has both NodeNames and Nodes. Maybe send names only, with"
                            + " nodeCacheCapable: true?");
        }
        if (names.isArray()) {
            List<String> read = new ArrayList<>(names.size());
            for (JsonNode name : names) {
                read.add(text(name, "NodeNames"));
            }
            return new Candidates.Names(read);
        }
        if (nodes.isObject()) {
            return objects(field(nodes, "items"));
        }
        throw new BadRequest(
                "the request has neither NodeNames nor Nodes. Maybe no node was left before this"
                        + " extender was asked?");
    }

    private static Candidates objects(JsonNode items) throws BadRequest {
        List<String> names = new ArrayList<>(items.size());
        List<JsonNode> objects = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            names.add(text(field(field(item, "metadata"), "name"), "Nodes.items.metadata.name"));
            objects.add(item);
        }
        return new Candidates.Objects(names, objects);
    }

    private static String text(JsonNode value, String where) throws BadRequest {
        if (!value.isTextual()) {
            throw new BadRequest(
                    "%s holds %s where a node's name should be"
                            .formatted(
                                    where,
                                    value.isMissingNode() ? "nothing" : value.getNodeType()));
        }
        return value.asText();
    }

    /** The field with this name, in exactly this case or else in any. */
    static JsonNode field(JsonNode object, String name) {
        JsonNode exact = object.path(name);
        if (!exact.isMissingNode()) {
            return exact;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        return exact;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unknown");
    }
}
