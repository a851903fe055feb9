package io.podferry.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.StaleEpochException;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.security.Member;
import io.podferry.agent.security.Peer;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the agent's API. Only an engine may ask; everybody else with a certificate of the
 * cluster may see health and metrics.
 *
 * <pre>
 * GET    /healthz    /metrics
 * GET    /v1/report?seen=N&amp;waitMillis=N
 * POST   /v1/migrations/ID/steps/STEP                                  body: the order
 * GET    /v1/migrations/ID/steps/STEP?epoch=N&amp;seen=N&amp;waitMillis=N
 * PUT    /v1/pods/UID                                                  body: the specification
 * DELETE /v1/pods/UID
 * GET    /v1/pods/UID/logs?tail=N
 * </pre>
 */
final class AgentRoutes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRoutes.class);
    private static final int BODY_MAX = 1 << 20;
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final AgentApi api;

    AgentRoutes(AgentApi api) {
        this.api = api;
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(int status, String type, byte[] body) {
        static Answer json(Object value) throws JsonProcessingException {
            return new Answer(200, JSON, AgentJson.MAPPER.writeValueAsBytes(value));
        }

        static Answer text(int status, String text) {
            return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        static Answer missing(String what) {
            return text(404, what);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        // A request whose body nobody asked for would cost the connection: the JDK's server closes
        // it after the answer, while the client already gives it to the next request.
        try (exchange;
                InputStream _ = exchange.getRequestBody()) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(
                    answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws InterruptedException {
        try {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
            if (path.length == 1 && path[0].equals("healthz")) {
                return Answer.text(200, "ok");
            }
            if (path.length == 1 && path[0].equals("metrics")) {
                return new Answer(200, TEXT, api.metrics().getBytes(StandardCharsets.UTF_8));
            }
            Optional<String> refusal = refusal(exchange);
            if (refusal.isPresent()) {
                return Answer.text(403, refusal.get());
            }
            api.engineSpoke();
            return route(exchange, path, new Query(exchange.getRequestURI().getRawQuery()));
        } catch (StaleEpochException e) {
            return Answer.text(409, String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            return Answer.text(
                    400, "the body is not what this path expects: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return Answer.text(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn(
                    "{} {}: {}",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    e.toString());
            return Answer.text(422, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            return Answer.text(500, "the agent failed: " + e);
        }
    }

    private static Optional<String> refusal(HttpExchange exchange) throws IOException {
        if (!(exchange instanceof HttpsExchange secure)) {
            return Optional.of("only over TLS");
        }
        Peer peer = Peer.of(secure.getSSLSession());
        return peer.role() == Member.Role.ENGINE
                ? Optional.empty()
                : Optional.of(
                        "%s '%s' may not ask agents; an engine may"
                                .formatted(peer.role(), peer.name()));
    }

    private Answer route(HttpExchange exchange, String[] path, Query query)
            throws IOException, InterruptedException {
        String method = exchange.getRequestMethod();
        String shape =
                method
                        + " "
                        + path.length
                        + " "
                        + (path.length > 1 ? path[0] + "/" + path[1] : path[0]);
        return switch (shape) {
            case "GET 2 v1/report" -> {
                var report =
                        api.report(query.number("seen", 0), query.wait("waitMillis", WAIT_MAX));
                yield report.isPresent()
                        ? Answer.json(report.get())
                        : Answer.text(503, "no reading yet; ask again");
            }
            case "POST 5 v1/migrations" -> start(exchange, path);
            case "GET 5 v1/migrations" -> {
                var step =
                        api.await(
                                path[2],
                                step(path),
                                query.number("seen", 0),
                                query.wait("waitMillis", WAIT_MAX));
                yield step.isPresent()
                        ? Answer.json(step.get())
                        : Answer.missing(
                                "step %s of migration %s was not asked for"
                                        .formatted(path[4], path[2]));
            }
            case "PUT 3 v1/pods" -> {
                api.run(AgentJson.MAPPER.readValue(body(exchange), PodSpec.class), uid(path));
                yield new Answer(200, JSON, new byte[0]);
            }
            case "DELETE 3 v1/pods" -> {
                api.remove(uid(path));
                yield new Answer(200, JSON, new byte[0]);
            }
            case "GET 4 v1/pods" -> {
                var logs = api.logs(uid(path), Math.toIntExact(query.number("tail", 100)));
                yield logs.isPresent()
                        ? new Answer(200, TEXT, logs.get().getBytes(StandardCharsets.UTF_8))
                        : Answer.missing("there is no pod %s on this node".formatted(path[2]));
            }
            default ->
                    Answer.missing(
                            "no such path: %s %s"
                                    .formatted(method, exchange.getRequestURI().getPath()));
        };
    }

    private Answer start(HttpExchange exchange, String[] path) throws IOException {
        MigrationOrder order = AgentJson.MAPPER.readValue(body(exchange), MigrationOrder.class);
        if (order == null || !path[2].equals(order.id())) {
            throw new IllegalArgumentException(
                    "the order in the body is not of migration " + path[2]);
        }
        return Answer.json(api.start(order, step(path)));
    }

    private static Step step(String[] path) {
        try {
            return Step.valueOf(path[4]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no such step: '" + path[4] + "'", e);
        }
    }

    private static String uid(String[] path) {
        if (!path[2].matches("[A-Za-z0-9][A-Za-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "not a pod UID: '" + path[2] + "' (letters, digits and '-', at most 63)");
        }
        return path[2];
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            byte[] bytes = in.readNBytes(BODY_MAX + 1);
            if (bytes.length > BODY_MAX) {
                throw new IllegalArgumentException(
                        "the body is larger than " + BODY_MAX + " bytes");
            }
            return bytes;
        }
    }
}
