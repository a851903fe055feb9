package io.podferry.extender.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.podferry.extender.advice.Advisor;
import io.podferry.extender.protocol.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked, and by whom. Thread-safe. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String JSON = "application/json";
    private static final String PATHS =
            "POST /filter, /prioritize, /preempt; GET /explain?pod=NAMESPACE/NAME,"
                    + " /reservations, /healthz, /readyz, /metrics, /openapi.json";

    private final Advisor advisor;
    private final ExtenderMetrics metrics;
    private final Verbs verbs;
    private final BodyReader bodies;
    private final Reports reports;
    private final boolean certificates;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    private interface Verb {
        byte[] answer(byte[] body) throws BadRequest;
    }

    Routes(ExtenderConfig config, Advisor advisor, ExtenderMetrics metrics) {
        this.advisor = advisor;
        this.metrics = metrics;
        this.verbs = new Verbs(advisor, metrics);
        this.bodies = new BodyReader(config.largestBody(), config.bodyTime());
        this.reports = new Reports(advisor, new ObjectMapper());
        this.certificates = config.tls().isPresent();
    }

    void register(RoutesConfig routes) {
        routes.post("/filter", context -> answer(context, verbs::filter));
        routes.post("/prioritize", context -> answer(context, verbs::prioritize));
        routes.post("/preempt", context -> answer(context, verbs::preempt));
        routes.get("/explain", this::explain);
        routes.get("/reservations", this::reservations);
        routes.get("/healthz", context -> context.result("ok\n"));
        routes.get("/readyz", this::readyz);
        routes.get("/openapi.json", context -> context.contentType(JSON).result(openApi()));
        routes.get(
                "/metrics",
                context ->
                        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(metrics.text()));
        routes.error(404, this::unknown);
        routes.error(405, this::unknown);
        routes.exception(Exception.class, Routes::fault);
    }

    /** From now on not ready, and every answer is the last on its connection. */
    void drain() {
        draining = true;
    }

    /** How many requests are being answered. */
    int underWay() {
        return underWay.get();
    }

    private void answer(Context context, Verb verb) throws IOException {
        underWay.incrementAndGet();
        try {
            if (stranger(context)) {
                return;
            }
            String type = String.valueOf(context.contentType());
            if (!type.regionMatches(true, 0, JSON, 0, JSON.length())) {
                refuse(context, 415, "the content type is '%s', not %s".formatted(type, JSON));
                return;
            }
            bodies.read(
                    context.req().getInputStream(),
                    context.req().getContentLengthLong(),
                    body -> answer(context, verb, body));
        } catch (BodyReader.Refused e) {
            context.res().setHeader("Connection", "close");
            refuse(context, e.status(), String.valueOf(e.getMessage()));
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void answer(Context context, Verb verb, byte[] body) throws IOException {
        try {
            byte[] answer = verb.answer(body);
            if (draining) {
                context.res().setHeader("Connection", "close");
            }
            context.res().setContentType(JSON);
            context.res().setContentLength(answer.length);
            context.res().getOutputStream().write(answer);
        } catch (BadRequest e) {
            refuse(context, 400, e.explanation());
        }
    }

    /** With certificates, only who shows one may steer the scheduler or look at pods. */
    private boolean stranger(Context context) {
        if (!certificates
                || context.req().getAttribute("jakarta.servlet.request.X509Certificate") != null) {
            return false;
        }
        refuse(
                context,
                401,
                "a client certificate is needed. Maybe set tlsConfig.certFile and keyFile in the"
                        + " scheduler's configuration?");
        return true;
    }

    private void explain(Context context) {
        String pod = context.queryParam("pod");
        if (stranger(context)) {
            return;
        }
        if (pod == null || pod.isBlank()) {
            refuse(context, 400, "which pod? Maybe /explain?pod=NAMESPACE/NAME");
            return;
        }
        reports.explain(pod)
                .ifPresentOrElse(
                        text -> context.contentType(JSON).result(text),
                        () ->
                                refuse(
                                        context,
                                        404,
                                        ("nobody asked about pod '%s' lately. Maybe another"
                                                        + " scheduler placed it, or the name lacks"
                                                        + " its namespace?")
                                                .formatted(pod)));
    }

    private void reservations(Context context) {
        if (!stranger(context)) {
            context.contentType(JSON).result(reports.reservations());
        }
    }

    private void readyz(Context context) {
        if (draining) {
            refuse(context, 503, "shutting down");
            return;
        }
        advisor.notReady()
                .ifPresentOrElse(
                        reason -> refuse(context, 503, reason), () -> context.result("ok\n"));
    }

    private void unknown(Context context) {
        String wrong =
                context.statusCode() == 405
                        ? "%s is not for %s".formatted(context.method(), context.path())
                        : "there is no %s".formatted(context.path());
        refuse(context, context.statusCode(), wrong + ". There are: " + PATHS);
    }

    private static void fault(Exception e, Context context) {
        if (e instanceof IOException) {
            LOG.debug("Client of {} went away: {}", context.path(), e.getMessage());
        } else {
            LOG.error("Request {} {} failed", context.method(), context.path(), e);
        }
        refuse(context, 500, "internal error, see the extender's log");
    }

    private static void refuse(Context context, int status, String message) {
        context.status(status).contentType("text/plain; charset=utf-8").result(message + "\n");
    }

    private static byte[] openApi() {
        try (InputStream in =
                Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
