package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Objects by path, with resource versions compared as the real server does. Faults can be planted
 * before and after a request has its effect.
 */
public final class FakeApiServer implements ApiWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    public Predicate<String> failsBefore = _ -> false;
    public Predicate<String> failsAfter = _ -> false;

    /** Requests that have their effect and are answered with 504. */
    public Predicate<String> timesOutAfter = _ -> false;

    private long version = 100;

    private record Answer(int status, InputStream body) implements ApiResponse {
        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }

    @Override
    public synchronized ApiResponse get(String pathAndQuery, Duration silence) throws IOException {
        String asked = "GET " + pathAndQuery;
        fail(failsBefore, asked);
        String path = pathAndQuery.replaceAll("\\?.*", "");
        ObjectNode found = objects.get(path);
        if (found != null) {
            return answer(200, found);
        }
        if (pathAndQuery.contains("?labelSelector=")) {
            return labelled(path, pathAndQuery);
        }
        if (pathAndQuery.contains("?limit=")) {
            ObjectNode list = MAPPER.createObjectNode();
            ArrayNode items = list.putArray("items");
            objects.forEach((key, object) -> {
                if (key.startsWith(path + "/")
                        || key.matches(path.replace("/podmigrations", ".*/podmigrations/.*"))) {
                    items.add(object);
                }
            });
            return answer(200, list);
        }
        return refusal(404, "not found");
    }

    private ApiResponse labelled(String collection, String asked) throws IOException {
        String[] label =
                URLDecoder.decode(
                                asked.replaceAll(".*labelSelector=([^&]*).*", "$1"),
                                StandardCharsets.UTF_8)
                        .split("=", 2);
        ObjectNode list = MAPPER.createObjectNode();
        ArrayNode items = list.putArray("items");
        objects.forEach((key, object) -> {
            if (key.startsWith(collection + "/")
                    && object.path("metadata")
                            .path("labels")
                            .path(label[0])
                            .asText()
                            .equals(label[1])) {
                items.add(object);
            }
        });
        return answer(200, list);
    }

    @Override
    public synchronized ApiResponse send(Change change, Duration silence) throws IOException {
        String asked = change.method() + " " + change.pathAndQuery();
        fail(failsBefore, asked);
        ApiResponse answer = apply(change);
        fail(failsAfter, asked);
        return timesOutAfter.test(asked) ? refusal(504, "request timed out") : answer;
    }

    private static void fail(Predicate<String> fault, String asked) throws IOException {
        if (fault.test(asked)) {
            throw new IOException("planted fault: " + asked);
        }
    }

    private ApiResponse apply(Change change) throws IOException {
        ObjectNode body = (ObjectNode) MAPPER.readTree(change.body());
        return switch (change.method()) {
            case POST -> create(change.pathAndQuery(), body);
            case PUT -> replace(change.pathAndQuery(), body);
            case DELETE -> delete(change.pathAndQuery(), body);
            case PATCH -> patch(change.pathAndQuery(), body);
        };
    }

    private ApiResponse delete(String path, ObjectNode options) throws IOException {
        ObjectNode now = objects.get(path);
        if (now == null) {
            return refusal(404, "not found");
        }
        String wanted = options.path("preconditions").path("uid").asText("");
        if (!wanted.isEmpty() && !wanted.equals(now.path("metadata").path("uid").asText())) {
            return refusal(409, "the UID in the precondition does not match");
        }
        objects.remove(path);
        return answer(200, MAPPER.createObjectNode());
    }

    /** A merge patch; a resource version or UID in it is a condition. */
    private ApiResponse patch(String path, ObjectNode patch) throws IOException {
        ObjectNode now = objects.get(path);
        if (now == null) {
            return refusal(404, "not found");
        }
        for (String condition : new String[] {"resourceVersion", "uid"}) {
            String expected = patch.path("metadata").path(condition).asText("");
            if (!expected.isEmpty()
                    && !expected.equals(now.path("metadata").path(condition).asText())) {
                return refusal(409, "the object has been modified");
            }
        }
        ObjectNode next = now.deepCopy();
        merge(next, patch);
        return stored(path, next);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties()
                .forEach(field -> {
                    if (field.getValue().isNull()) {
                        into.remove(field.getKey());
                    } else if (field.getValue() instanceof ObjectNode inner
                            && into.get(field.getKey()) instanceof ObjectNode known) {
                        merge(known, inner);
                    } else {
                        into.set(field.getKey(), field.getValue());
                    }
                });
    }

    private ApiResponse create(String collection, ObjectNode body) throws IOException {
        String path = collection + "/" + body.path("metadata").path("name").asText();
        if (objects.containsKey(path)) {
            return refusal(409, "already exists");
        }
        body.remove("status");
        return stored(path, body);
    }

    private ApiResponse replace(String asked, ObjectNode body) throws IOException {
        boolean status = asked.endsWith("/status");
        String path = status ? asked.substring(0, asked.length() - 7) : asked;
        ObjectNode now = objects.get(path);
        if (now == null) {
            return refusal(404, "not found");
        }
        String expected = body.path("metadata").path("resourceVersion").asText();
        if (!expected.equals(now.path("metadata").path("resourceVersion").asText())) {
            return refusal(409, "the object has been modified");
        }
        if (!status) {
            return stored(path, body);
        }
        ObjectNode next = now.deepCopy();
        next.set("status", body.path("status"));
        return stored(path, next);
    }

    /** Changes an object behind everybody's back. */
    public synchronized void touch(String path) {
        ObjectNode object = objects.get(path);
        version++;
        ((ObjectNode) object.path("metadata")).put("resourceVersion", Long.toString(version));
    }

    private ApiResponse stored(String path, ObjectNode object) throws IOException {
        version++;
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put("resourceVersion", Long.toString(version));
        if (!metadata.has("uid")) {
            metadata.put("uid", "uid-" + version);
        }
        objects.put(path, object.deepCopy());
        return answer(200, object);
    }

    private static ApiResponse answer(int status, JsonNode body) throws IOException {
        return new Answer(status, new ByteArrayInputStream(MAPPER.writeValueAsBytes(body)));
    }

    private static ApiResponse refusal(int status, String message) {
        String body = "{\"kind\":\"Status\",\"message\":\"" + message + "\"}";
        return new Answer(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
