package io.podferry.extender.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.podferry.extender.advice.Advisor;
import io.podferry.extender.protocol.BadRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP endpoint for kube-scheduler: {@code POST /filter}, {@code POST /prioritize}, and {@code GET
 * /healthz}, {@code /readyz}, {@code /metrics}. Thread-safe.
 */
public final class ExtenderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExtenderServer.class);
    private static final String JSON = "application/json";

    private final ExtenderConfig config;
    private final Advisor advisor;
    private final ExtenderMetrics metrics;
    private final Verbs verbs;
    private final Javalin javalin;

    private interface Verb {
        byte[] answer(byte[] body) throws BadRequest;
    }

    private ExtenderServer(ExtenderConfig config, Advisor advisor, ExtenderMetrics metrics) {
        this.config = config;
        this.advisor = advisor;
        this.metrics = metrics;
        this.verbs = new Verbs(advisor, metrics, new ObjectMapper());
        this.javalin = Javalin.create(this::configure);
    }

    /** Starts to listen; returns when requests are answered. */
    public static ExtenderServer start(
            ExtenderConfig config, Advisor advisor, ExtenderMetrics metrics) {
        ExtenderServer server = new ExtenderServer(config, advisor, metrics);
        server.javalin.start(config.host(), config.port());
        LOG.info("Scheduler extender listens on {}:{}", config.host(), server.port());
        return server;
    }

    /** The port it really listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.concurrency.useVirtualThreads = true;
        javalinConfig.http.prefer405over404 = true;
        javalinConfig.http.maxRequestSize = config.largestBody().bytes();
        var routes = javalinConfig.routes;
        routes.post("/filter", context -> answer(context, verbs::filter));
        routes.post("/prioritize", context -> answer(context, verbs::prioritize));
        routes.get("/healthz", context -> context.result("ok\n"));
        routes.get("/readyz", this::readyz);
        routes.get(
                "/metrics",
                context ->
                        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(metrics.text()));
        routes.exception(
                Exception.class,
                (e, context) -> {
                    LOG.error("Request {} {} failed", context.method(), context.path(), e);
                    context.status(500).result("internal error, see the extender's log\n");
                });
    }

    private void answer(Context context, Verb verb) throws IOException {
        String type = String.valueOf(context.contentType());
        if (!type.regionMatches(true, 0, JSON, 0, JSON.length())) {
            refuse(context, 415, "the content type is '%s', not %s".formatted(type, JSON));
            return;
        }
        int limit = (int) config.largestBody().bytes();
        byte[] body = context.req().getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            String message =
                    "the body is larger than %s. Maybe set nodeCacheCapable: true?"
                            .formatted(config.largestBody());
            refuse(context, 413, message);
            context.res().setHeader("Connection", "close");
            return;
        }
        try {
            context.contentType(JSON).result(verb.answer(body));
        } catch (BadRequest e) {
            refuse(context, 400, e.explanation());
        }
    }

    private void readyz(Context context) {
        advisor.notReady()
                .ifPresentOrElse(
                        reason -> refuse(context, 503, reason), () -> context.result("ok\n"));
    }

    private static void refuse(Context context, int status, String message) {
        context.status(status).contentType("text/plain; charset=utf-8").result(message + "\n");
    }
}
