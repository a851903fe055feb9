package io.podferry.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.podferry.agent.security.Member;
import io.podferry.agent.security.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a request and turns its answer into JSON; refusals become {@code {"error":
 * "..."}} with their status. Only certificates of operators and engines are served. Thread-safe
 * once its routes are added.
 */
final class ApiRouter implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Answers one kind of request: an object for JSON, or a string for plain text. */
    interface Route {
        Object answer(Request request) throws IOException, InterruptedException;
    }

    private record Entry(String method, Pattern path, Route route) {}

    private final ObjectMapper json;
    private final List<Entry> routes = new ArrayList<>();

    ApiRouter(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @param path with {@code *} for one segment that is handed to the route
     */
    void add(String method, String path, Route route) {
        routes.add(new Entry(method, Pattern.compile(path.replace("*", "([^/]+)")), route));
    }

    /** A request, decoded. */
    final class Request {
        private final Matcher path;
        private final Map<String, String> query;
        private final byte[] body;

        private Request(Matcher path, Map<String, String> query, byte[] body) {
            this.path = path;
            this.query = query;
            this.body = body;
        }

        String segment() {
            return URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        }

        long number(String name, long otherwise) {
            String text = query.get(name);
            try {
                return text == null ? otherwise : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new ApiRefusal(
                        400, "%s must be a whole number, but is '%s'".formatted(name, text));
            }
        }

        Duration wait(String name) {
            return Duration.ofMillis(Math.clamp(number(name, 0), 0, LONGEST_WAIT.toMillis()));
        }

        <T> T body(Class<T> type) throws IOException {
            try {
                T value = json.readValue(body, type);
                if (value == null) {
                    throw new ApiRefusal(
                            400, "the body is empty; a " + type.getSimpleName() + " is needed");
                }
                return value;
            } catch (JsonProcessingException e) {
                throw new ApiRefusal(
                        400,
                        "the body is not a %s: %s"
                                .formatted(type.getSimpleName(), e.getOriginalMessage()));
            }
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        // Without its body being asked for, a refused request would cost the connection.
        try (exchange;
                InputStream _ = exchange.getRequestBody()) {
            try {
                authorize(exchange);
                send(exchange, 200, dispatch(exchange));
            } catch (ApiRefusal e) {
                send(exchange, e.status(), Map.of("error", message(e)));
            } catch (InterruptedException e) {
                send(exchange, 503, Map.of("error", "the engine is stopping"));
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                send(exchange, 500, Map.of("error", message(e) + " (see the engine's log)"));
            }
        }
    }

    private static String message(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static void authorize(HttpExchange exchange) throws IOException {
        if (exchange instanceof HttpsExchange https) {
            Peer peer = Peer.of(https.getSSLSession());
            if (peer.role() == Member.Role.AGENT) {
                throw new ApiRefusal(
                        403,
                        "an agent's certificate ('%s') is not served here".formatted(peer.name()));
            }
        }
    }

    private Object dispatch(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new ApiRefusal(413, "the body is larger than %d bytes".formatted(LARGEST_BODY));
        }
        boolean known = false;
        for (Entry entry : routes) {
            Matcher matcher = entry.path().matcher(path);
            if (matcher.matches()) {
                known = true;
                if (entry.method().equals(method)) {
                    return entry.route().answer(new Request(matcher, query(exchange), body));
                }
            }
        }
        throw new ApiRefusal(known ? 405 : 404, "no %s %s in this API".formatted(method, path));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private void send(HttpExchange exchange, int status, @Nullable Object answer)
            throws IOException {
        byte[] bytes;
        if (answer instanceof String text) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } else {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            bytes = json.writeValueAsBytes(answer);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
