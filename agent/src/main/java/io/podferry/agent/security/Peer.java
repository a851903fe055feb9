package io.podferry.agent.security;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who is at the other end of a connection, read from its verified certificate.
 *
 * @param role what it may ask for
 * @param name its name
 */
public record Peer(Member.Role role, String name) {
    private static final String SCHEME = "podferry://";
    private static final int URI_NAME = 6;

    static String uri(Member.Role role, String name) {
        return SCHEME + role.name().toLowerCase(Locale.ROOT) + "/" + name;
    }

    /**
     * Who is at the other end of the session.
     *
     * @throws SSLPeerUnverifiedException when the session has no certificate, or one without a role
     */
    public static Peer of(SSLSession session) throws SSLPeerUnverifiedException {
        Certificate[] chain = session.getPeerCertificates();
        if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
            throw new SSLPeerUnverifiedException("the other end has shown no certificate");
        }
        return of(certificate);
    }

    static Peer of(X509Certificate certificate) throws SSLPeerUnverifiedException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0) instanceof Integer type
                        && type == URI_NAME
                        && name.get(1) instanceof String uri
                        && uri.startsWith(SCHEME)) {
                    return parse(uri);
                }
            }
        } catch (CertificateParsingException e) {
            throw unverified(certificate, String.valueOf(e.getMessage()));
        }
        throw unverified(certificate, "it names no role");
    }

    private static Peer parse(String uri) throws SSLPeerUnverifiedException {
        int slash = uri.indexOf('/', SCHEME.length());
        try {
            Member.Role role =
                    Member.Role.valueOf(
                            uri.substring(SCHEME.length(), slash).toUpperCase(Locale.ROOT));
            return new Peer(role, uri.substring(slash + 1));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new SSLPeerUnverifiedException("not a role of this cluster: '" + uri + "'");
        }
    }

    private static SSLPeerUnverifiedException unverified(X509Certificate certificate, String why) {
        return new SSLPeerUnverifiedException(
                "the certificate of '%s' cannot be used: %s"
                        .formatted(certificate.getSubjectX500Principal(), why));
    }
}
