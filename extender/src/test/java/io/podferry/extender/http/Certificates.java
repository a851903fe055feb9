package io.podferry.extender.http;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests, and what it hands out. */
final class Certificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final String name;
    private final KeyPair keys = keys();
    private final X509Certificate authority;

    /** A key with its certificate. */
    record Identity(PrivateKey key, X509Certificate certificate) {}

    Certificates(String name) throws Exception {
        this.name = name;
        this.authority = sign(name, keys, true, Duration.ofDays(1));
    }

    Identity identity(String subject) throws Exception {
        return identity(subject, Duration.ofDays(1));
    }

    Identity identity(String subject, Duration lifetime) throws Exception {
        KeyPair own = keys();
        return new Identity(own.getPrivate(), sign(subject, own, false, lifetime));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String subject, KeyPair of, boolean ca, Duration lifetime)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        Instant until = Instant.now().plus(lifetime);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=" + name),
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(until.minus(Duration.ofDays(2))),
                        Date.from(until),
                        new X500Name("CN=" + subject),
                        of.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    /**
     * Writes certificate, key and this authority (as that of clients) where a server reads them.
     */
    TlsFiles files(Path folder, Identity server) throws IOException {
        TlsFiles files =
                new TlsFiles(
                        folder.resolve("tls.crt"),
                        folder.resolve("tls.key"),
                        folder.resolve("ca.crt"),
                        Duration.ofMillis(20));
        pem(files.clientCa(), authority);
        pem(files.key(), server.key());
        pem(files.certificate(), server.certificate());
        return files;
    }

    static void pem(Path file, Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text.toString());
        Files.move(
                fresh,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** A client that trusts this authority and shows who it is, if it is somebody. */
    SSLContext client(Identity... who) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", authority);
        TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
        trusting.init(trust);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        for (Identity one : who) {
            own.setKeyEntry("own", one.key(), new char[0], new Certificate[] {one.certificate()});
        }
        KeyManagerFactory showing = KeyManagerFactory.getInstance("PKIX");
        showing.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
        return context;
    }
}
