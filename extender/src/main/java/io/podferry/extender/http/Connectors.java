package io.podferry.extender.http;

import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket. With certificates it speaks TLS 1.3 only; clients without a certificate may
 * connect, for probes, but what they may ask is the routes' business.
 */
final class Connectors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
    private static final Duration IDLE = Duration.ofSeconds(90);
    private static final DataSize BUFFER = DataSize.ofBytes(64 << 10);
    private static final int WAITING = 1024;

    private final ExtenderConfig config;
    private final Thread reloader;
    private final SslContextFactory.Server tls = new SslContextFactory.Server();
    private volatile String digest = "";

    Connectors(ExtenderConfig config) {
        this.config = config;
        config.tls().ifPresent(files -> use(readOrFail(files)));
        this.reloader = Thread.ofVirtual().name("tls-files").unstarted(this::lookAgain);
        if (config.tls().isPresent()) {
            reloader.start();
        }
    }

    Connector create(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setOutputBufferSize((int) BUFFER.bytes());
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        plain.setInputBufferSize((int) BUFFER.bytes());
        ServerConnector connector;
        if (config.tls().isPresent()) {
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector =
                    new ServerConnector(
                            server,
                            1,
                            1,
                            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                            plain);
        } else {
            connector = new ServerConnector(server, 1, 1, plain);
        }
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(WAITING);
        return connector;
    }

    private void use(TlsMaterial material) {
        tls.setKeyStore(material.own());
        tls.setKeyStorePassword(TlsMaterial.PASSWORD);
        tls.setTrustStore(material.clients());
        tls.setWantClientAuth(true);
        tls.setIncludeProtocols("TLSv1.3");
        tls.setEndpointIdentificationAlgorithm(null);
        digest = material.digest();
    }

    private static TlsMaterial readOrFail(TlsFiles files) {
        try {
            return TlsMaterial.read(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Broken files are reported and the certificates in use stay in use. */
    private void lookAgain() {
        TlsFiles files = config.tls().orElseThrow();
        String reported = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(files.lookAgain());
                String now = TlsMaterial.digest(files);
                if (!now.equals(digest) && !now.equals(reported)) {
                    reported = now;
                    TlsMaterial material = TlsMaterial.read(files);
                    tls.reload(_ -> use(material));
                    LOG.info("Certificates reloaded from {}", files.certificate());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("Renewed certificates are not used: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        reloader.interrupt();
    }
}
