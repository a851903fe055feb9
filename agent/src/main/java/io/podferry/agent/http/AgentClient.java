package io.podferry.agent.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.AgentRefusedException;
import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.security.Identity;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The engine's end of the agent's API. Every call has a time-out: the time the agent was asked to
 * wait plus a margin. Thread-safe; connections are kept and shared.
 */
public final class AgentClient implements AgentLink, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration WORK = Duration.ofSeconds(60);

    static {
        // The agent's server drops a connection after 30 idle seconds, the same as the client's
        // own limit: a request at that moment would be lost with it.
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", "15");
        }
    }

    private final HttpClient http;
    private final String base;

    /**
     * Connects when it is first asked something.
     *
     * @param address IPv4 address of the agent, one of those in its certificate
     * @param apiPort of the agent
     * @param identity an engine's
     */
    public AgentClient(String address, int apiPort, Identity identity) {
        this.base = "https://" + address + ":" + apiPort;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(identity.context())
                        .sslParameters(identity.parameters())
                        .connectTimeout(CONNECT)
                        .build();
    }

    @Override
    public NodeReport report(long seenSequence, Duration atMost) throws IOException {
        String path = "/v1/report?seen=" + seenSequence + "&waitMillis=" + atMost.toMillis();
        return json(call("GET", path, null, atMost.plus(MARGIN)), NodeReport.class);
    }

    @Override
    public StepReport start(MigrationOrder order, Step step) throws IOException {
        return json(call("POST", steps(order.id(), step), order, WORK), StepReport.class);
    }

    @Override
    public StepReport await(
            MigrationId id, Step step, long epoch, long seenVersion, Duration atMost)
            throws IOException {
        String path =
                "%s?epoch=%d&seen=%d&waitMillis=%d"
                        .formatted(steps(id.value(), step), epoch, seenVersion, atMost.toMillis());
        return json(call("GET", path, null, atMost.plus(MARGIN)), StepReport.class);
    }

    private static String steps(String id, Step step) {
        return "/v1/migrations/" + segment(id) + "/steps/" + step.name();
    }

    @Override
    public void run(PodSpec spec, String uid) throws IOException {
        call("PUT", "/v1/pods/" + segment(uid), spec, WORK);
    }

    @Override
    public void remove(String uid) throws IOException {
        call("DELETE", "/v1/pods/" + segment(uid), null, WORK);
    }

    @Override
    public String logs(String uid, int tailLines) throws IOException {
        return call("GET", "/v1/pods/" + segment(uid) + "/logs?tail=" + tailLines, null, WORK);
    }

    /** Whether the agent answers and is ready; a refusal or silence throws. */
    public void health() throws IOException {
        call("GET", "/healthz", null, MARGIN);
    }

    /** The agent's metrics in Prometheus' text format. */
    public String metrics() throws IOException {
        return call("GET", "/metrics", null, MARGIN);
    }

    private String call(String method, String path, @Nullable Object body, Duration timeout)
            throws IOException {
        HttpRequest.BodyPublisher publisher =
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(
                                AgentJson.MAPPER.writeValueAsBytes(body));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build();
        HttpResponse<String> response;
        try {
            response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("interrupted while asking " + base).initCause(e);
        }
        if (response.statusCode() >= 400) {
            throw new AgentRefusedException(response.statusCode(), response.body().strip());
        }
        return response.body();
    }

    private static <T> T json(String body, Class<T> type) throws IOException {
        try {
            return AgentJson.MAPPER.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "the agent's answer is not a %s: %s".formatted(type.getSimpleName(), body), e);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
