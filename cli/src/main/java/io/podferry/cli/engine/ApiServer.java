package io.podferry.cli.engine;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.podferry.agent.security.Identity;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The engine's port: HTTPS with mutual TLS, one virtual thread per request. */
final class ApiServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ApiServer(HttpsServer server) {
        this.server = server;
    }

    static ApiServer start(String address, int port, Identity identity, ApiRouter router)
            throws IOException {
        // Answers leave at once; without it every small answer waits for the other end's delayed
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpsServer https;
        try {
            https = HttpsServer.create(new InetSocketAddress(address, port), BACKLOG);
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on %s:%d: %s. Maybe another program has the port?"
                            .formatted(address, port, e.getMessage()),
                    e);
        }
        https.setHttpsConfigurator(
                new HttpsConfigurator(identity.context()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(identity.parameters());
                    }
                });
        ApiServer server = new ApiServer(https);
        https.setExecutor(server.threads);
        https.createContext("/", router);
        https.start();
        return server;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
