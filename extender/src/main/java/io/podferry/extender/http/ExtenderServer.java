package io.podferry.extender.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.podferry.extender.advice.Advisor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP endpoint for kube-scheduler ({@code POST /filter}, {@code /prioritize}, {@code /preempt})
 * and for people and probes ({@code GET /explain}, {@code /reservations}, {@code /healthz}, {@code
 * /readyz}, {@code /metrics}, {@code /openapi.json}). Thread-safe.
 */
public final class ExtenderServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExtenderServer.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final ExtenderConfig config;
    private final Connectors connectors;
    private final Routes routes;
    private final Javalin javalin;

    private ExtenderServer(ExtenderConfig config, Advisor advisor, ExtenderMetrics metrics) {
        this.config = config;
        this.connectors = new Connectors(config);
        this.routes = new Routes(config, advisor, metrics);
        this.javalin = Javalin.create(this::configure);
    }

    /** Starts to listen; returns when requests are answered. */
    public static ExtenderServer start(
            ExtenderConfig config, Advisor advisor, ExtenderMetrics metrics) {
        ExtenderServer server = new ExtenderServer(config, advisor, metrics);
        server.javalin.start();
        LOG.info("Scheduler extender listens on {}:{}", config.host(), server.port());
        return server;
    }

    /** The port it really listens on. */
    public int port() {
        return javalin.port();
    }

    /** Says "not ready" for a while, lets requests under way finish, then stops. */
    @Override
    public void close() {
        routes.drain();
        try {
            Thread.sleep(config.drainNotice());
            long end = System.nanoTime() + config.drainLimit().toNanos();
            while (routes.underWay() > 0 && System.nanoTime() < end) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connectors.close();
        javalin.stop();
    }

    private void configure(JavalinConfig javalinConfig) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.concurrency.useVirtualThreads = true;
        javalinConfig.http.prefer405over404 = true;
        javalinConfig.http.maxRequestSize = config.largestBody().bytes();
        // The Go client asks for gzip; on one machine or in one rack it would cost more than it
        // saves.
        javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
        javalinConfig.jetty.addConnector(connectors::create);
        routes.register(javalinConfig.routes);
    }
}
