package io.podferry.extender.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * What the files of an endpoint held at one time, checked: the key belongs to the certificate,
 * which is valid now, and there is an authority for clients.
 *
 * @param own the server's key and chain
 * @param clients the authorities of clients
 * @param digest of all files, to see changes
 */
record TlsMaterial(KeyStore own, KeyStore clients, String digest) {
    /** Password of the key in memory; key stores insist on one. */
    static final String PASSWORD = "in-memory";

    static TlsMaterial read(TlsFiles files) throws IOException {
        try {
            List<X509Certificate> chain = certificates(files.certificate());
            PrivateKey key = key(files.key(), chain.getFirst());
            chain.getFirst().checkValidity();
            if (!belongs(key, chain.getFirst())) {
                throw new IOException(
                        "the key in %s does not belong to the certificate in %s. Maybe only one of them was renewed?"
                                .formatted(files.key(), files.certificate()));
            }
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            KeyStore clients = KeyStore.getInstance("PKCS12");
            clients.load(null, null);
            int number = 0;
            for (X509Certificate authority : certificates(files.clientCa())) {
                clients.setCertificateEntry("client-ca-" + number++, authority);
            }
            return new TlsMaterial(own, clients, digest(files));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates cannot be used: %s. Maybe renew %s?"
                            .formatted(e.getMessage(), files.certificate()),
                    e);
        }
    }

    static String digest(TlsFiles files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : List.of(files.certificate(), files.key(), files.clientCa())) {
                digest.update(Files.readAllBytes(file));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> read = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                if (one instanceof X509Certificate certificate) {
                    read.add(certificate);
                }
            }
        }
        if (read.isEmpty()) {
            throw new IOException("%s holds no certificate. Maybe it is not PEM?".formatted(file));
        }
        return read;
    }

    /** The key, of the same kind as the certificate's. */
    private static PrivateKey key(Path file, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject();
                    object != null;
                    object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return key(info, certificate);
                }
                if (object instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo(), certificate);
                }
            }
        }
        throw new IOException(
                "%s holds no private key. Maybe it is encrypted, which is not supported?"
                        .formatted(file));
    }

    private static PrivateKey key(PrivateKeyInfo info, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature =
                Signature.getInstance(
                        switch (algorithm) {
                            case "EC" -> "SHA256withECDSA";
                            case "RSA" -> "SHA256withRSA";
                            default -> algorithm;
                        });
        byte[] probe = {1, 2, 3};
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        return signature.verify(signed);
    }
}
