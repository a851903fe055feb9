package io.podferry.agent.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.podferry.agent.security.Identity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The agent's port: HTTPS with mutual TLS, one virtual thread per request. */
public final class AgentServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Listens and answers.
     *
     * @throws IOException when the port is taken
     */
    public AgentServer(InetSocketAddress address, Identity identity, AgentApi api)
            throws IOException {
        // Answers leave at once; without it every small answer waits for the other end's delayed
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpsServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on %s: %s. Maybe an older agent still runs?"
                            .formatted(address, e.getMessage()),
                    e);
        }
        server.setHttpsConfigurator(
                new HttpsConfigurator(identity.context()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        parameters.setSSLParameters(identity.parameters());
                    }
                });
        server.setExecutor(threads);
        server.createContext("/", new AgentRoutes(api));
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
