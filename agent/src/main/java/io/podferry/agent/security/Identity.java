package io.podferry.agent.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * One member's certificate and key, and the TLS context made of them: TLS 1.3 only, both ends show
 * a certificate of the cluster's authority. Immutable and thread-safe.
 */
public final class Identity {
    private static final String PROTOCOL = "TLSv1.3";
    private final Peer self;
    private final SSLContext context;

    private Identity(Peer self, SSLContext context) {
        this.self = self;
        this.context = context;
    }

    /**
     * Reads {@code NAME.crt}, {@code NAME.key} and {@code ca.crt}.
     *
     * @throws IOException naming the file that is missing or damaged
     */
    public static Identity load(Path folder, String name) throws IOException {
        try {
            X509Certificate authority = Pem.readCertificate(folder.resolve("ca.crt"));
            X509Certificate certificate = Pem.readCertificate(folder.resolve(name + ".crt"));
            PrivateKey key = Pem.readKey(folder.resolve(name + ".key"));
            char[] password = new char[0];
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, password, new X509Certificate[] {certificate, authority});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, password);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new Identity(Peer.of(certificate), context);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "cannot use the certificate of '%s' in %s: %s. Maybe remove it and let it be made again?"
                            .formatted(name, folder, e.getMessage()),
                    e);
        }
    }

    /** Whose certificate this is. */
    public Peer self() {
        return self;
    }

    public SSLContext context() {
        return context;
    }

    /** Parameters for either end: TLS 1.3, AES-GCM, the client must show a certificate. */
    public SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setCipherSuites(
                new String[] {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"});
        parameters.setNeedClientAuth(true);
        return parameters;
    }
}
