package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiWriter.Change;
import io.podferry.extender.kubernetes.ApiWriter.Method;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes single API objects as JSON trees: fields of other versions survive a read and a
 * write. Every read asks for the newest state. Thread-safe.
 */
public final class ApiObjects {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PAGE = 500;
    private static final int SHOWN = 500;

    private final ApiWriter api;
    private final Duration patience;

    /**
     * @param patience how long to wait for each answer
     */
    public ApiObjects(ApiWriter api, Duration patience) {
        this.api = api;
        this.patience = patience;
    }

    /** An empty object to be filled. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object at this path; empty when there is none. */
    public Optional<ObjectNode> get(String path) throws IOException {
        try (ApiTransport.ApiResponse answer = api.get(path, patience)) {
            return answer.status() == 404
                    ? Optional.empty()
                    : Optional.of(read(answer, "GET " + path));
        }
    }

    /** All objects of a collection, page by page; the path may have a query. */
    public List<ObjectNode> list(String path) throws IOException {
        List<ObjectNode> all = new ArrayList<>();
        String next = "";
        do {
            String query = path + (path.indexOf('?') < 0 ? "?" : "&") + "limit=" + PAGE + next;
            try (ApiTransport.ApiResponse answer = api.get(query, patience)) {
                ObjectNode page = read(answer, "GET " + path);
                for (JsonNode item : page.path("items")) {
                    if (item instanceof ObjectNode object) {
                        all.add(object);
                    }
                }
                String token = page.path("metadata").path("continue").asText("");
                next =
                        token.isEmpty()
                                ? ""
                                : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
            }
        } while (!next.isEmpty());
        return all;
    }

    /**
     * Creates an object in a collection and returns it as stored.
     *
     * @throws ApiRefusal with 409 when the name is taken
     */
    public ObjectNode create(String path, JsonNode object) throws IOException {
        return send(Method.POST, path, Change.JSON, object);
    }

    /**
     * Replaces an object, or its subresource, if nobody has changed it since it was read.
     *
     * @throws ApiRefusal with 409 when its resource version is another one
     */
    public ObjectNode replace(String path, JsonNode object) throws IOException {
        return send(Method.PUT, path, Change.JSON, object);
    }

    /** Changes the fields that the patch names. */
    public ObjectNode patch(String path, JsonNode patch) throws IOException {
        return send(Method.PATCH, path, Change.MERGE_PATCH, patch);
    }

    /** Deletes an object if it is still the one with this UID; nothing happens when it is gone. */
    public void delete(String path, String uid) throws IOException {
        ObjectNode options = object().put("kind", "DeleteOptions").put("apiVersion", "v1");
        options.putObject("preconditions").put("uid", uid);
        try {
            send(Method.DELETE, path, Change.JSON, options);
        } catch (ApiRefusal e) {
            if (!e.missing()) {
                throw e;
            }
        }
    }

    private ObjectNode send(Method method, String path, String mediaType, JsonNode body)
            throws IOException {
        Change change = new Change(method, path, mediaType, MAPPER.writeValueAsBytes(body));
        try (ApiTransport.ApiResponse answer = api.send(change, patience)) {
            return read(answer, method + " " + path);
        }
    }

    private static ObjectNode read(ApiTransport.ApiResponse answer, String asked)
            throws IOException {
        byte[] body = answer.body().readAllBytes();
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            tree = MAPPER.missingNode();
        }
        if (answer.status() >= 300) {
            String said =
                    tree.path("message").asText(new String(body, StandardCharsets.UTF_8)).strip();
            throw new ApiRefusal(
                    answer.status(),
                    "the API server answers %d to %s: %s"
                            .formatted(
                                    answer.status(),
                                    asked,
                                    said.substring(0, Math.min(SHOWN, said.length()))));
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("the API server answers no object to " + asked);
    }
}
