package io.podferry.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.security.Identity;
import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.EventBatch;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.MoveRequest;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.PolicyRequest;
import io.podferry.cli.api.PolicyView;
import io.podferry.cli.api.RunRequest;
import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine's API over mutual TLS. Thread-safe. */
final class EngineClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 1000;
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration WORK = Duration.ofSeconds(90);
    private static final TypeReference<List<NodeView>> NODES = new TypeReference<>() {};
    private static final TypeReference<List<PodView>> PODS = new TypeReference<>() {};
    private static final TypeReference<List<MigrationView>> MIGRATIONS = new TypeReference<>() {};
    private static final TypeReference<List<DecisionView>> DECISIONS = new TypeReference<>() {};
    private static final TypeReference<MigrationView> MIGRATION = new TypeReference<>() {};

    private final ObjectMapper json = ApiJson.mapper();
    private final ClusterConfig config;
    private final HttpClient http;
    private final String base;

    private EngineClient(ClusterConfig config, Identity identity) {
        this.config = config;
        this.base = "https://%s:%d".formatted(config.engineAddress(), config.enginePort());
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(identity.context())
                        .sslParameters(identity.parameters())
                        .connectTimeout(CONNECT)
                        .build();
    }

    /** Does not connect yet. */
    static EngineClient open(Path state) {
        try {
            ClusterConfig config = ClusterConfig.read(state);
            Identity identity =
                    Identity.load(ClusterConfig.certificates(state), ClusterConfig.OPERATOR);
            return new EngineClient(config, identity);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new ClusterException(
                    "may not read %s. Run this as root.".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw new ClusterException(
                    e.getMessage()
                            + ". Maybe start one with 'podferry local up', or name its folder with"
                            + " --state?",
                    e);
        }
    }

    ClusterConfig config() {
        return config;
    }

    List<NodeView> nodes() {
        return get("/v1/nodes", QUICK, NODES);
    }

    /** The nodes as soon as all agents answer; as they are then when that takes too long. */
    List<NodeView> awaitAnswers(Duration atMost) {
        return get("/v1/ready?waitMillis=" + atMost.toMillis(), atMost.plus(QUICK), NODES);
    }

    /** Whether somebody listens on the engine's port: far cheaper to ask than a whole request. */
    boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(config.engineAddress(), config.enginePort()),
                    CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    List<PodView> pods() {
        return get("/v1/pods", QUICK, PODS);
    }

    PodView run(RunRequest request) {
        return parse(call("POST", "/v1/pods", request, WORK), new TypeReference<>() {});
    }

    MigrationView move(String pod, MoveRequest request) {
        return parse(call("POST", pod(pod) + "/move", request, WORK), MIGRATION);
    }

    MigrationView awaitMigration(MigrationView seen, Duration atMost) {
        String path =
                "/v1/migrations/%s?seen=%d&waitMillis=%d"
                        .formatted(part(seen.id()), seen.version(), atMost.toMillis());
        return get(path, atMost.plus(QUICK), MIGRATION);
    }

    List<MigrationView> migrations() {
        return get("/v1/migrations", QUICK, MIGRATIONS);
    }

    MigrationView abort(String migration) {
        return parse(
                call("POST", "/v1/migrations/" + part(migration) + "/abort", null, QUICK),
                MIGRATION);
    }

    void remove(String pod) {
        call("DELETE", pod(pod), null, WORK);
    }

    String logs(String pod, int tailLines) {
        return call("GET", pod(pod) + "/logs?tail=" + tailLines, null, WORK);
    }

    List<DecisionView> why(String pod, int atMost) {
        return get(pod(pod) + "/why?limit=" + atMost, WORK, DECISIONS);
    }

    void setPolicy(String nameOrFile) {
        call("PUT", "/v1/policy", new PolicyRequest(nameOrFile), QUICK);
    }

    PolicyView policy() {
        return parse(call("GET", "/v1/policy", null, QUICK), new TypeReference<>() {});
    }

    EventBatch events(long after, Duration atMost) {
        String path = "/v1/events?after=%d&waitMillis=%d".formatted(after, atMost.toMillis());
        return get(path, atMost.plus(QUICK), new TypeReference<>() {});
    }

    /** The engine's metrics in Prometheus' text format. */
    String metrics() {
        return call("GET", "/metrics", null, QUICK);
    }

    private static String pod(String name) {
        return "/v1/pods/" + part(name);
    }

    private static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private <T> T get(String path, Duration timeout, TypeReference<T> type) {
        return parse(call("GET", path, null, timeout), type);
    }

    private <T> T parse(String body, TypeReference<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new ClusterException(
                    "the engine's answer makes no sense (%s). Maybe it is of another version: try 'podferry local down' and 'up'?"
                            .formatted(e.getOriginalMessage()),
                    e);
        }
    }

    private String call(String method, String path, @Nullable Object body, Duration timeout) {
        try {
            HttpRequest.BodyPublisher publisher =
                    body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + path))
                            .timeout(timeout)
                            .header("Content-Type", "application/json")
                            .method(method, publisher)
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= 400) {
                throw new ClusterException(error(response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new EngineSilentException(
                    "the engine of cluster '%s' does not answer at %s (%s). Maybe 'podferry local up' heals it?"
                            .formatted(
                                    config.name(),
                                    base,
                                    e.getMessage() == null ? e : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while asking the engine", e);
        }
    }

    private String error(String body) {
        try {
            JsonNode error = json.readTree(body).path("error");
            return error.isTextual() ? error.asText() : body;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
