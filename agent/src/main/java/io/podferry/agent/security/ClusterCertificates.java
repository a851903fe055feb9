package io.podferry.agent.security;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates of one cluster: an authority, and one certificate per member with its role
 * and addresses in it. EC keys on P-256, so that a handshake is cheap. Not thread-safe.
 */
public final class ClusterCertificates {
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private ClusterCertificates() {}

    /**
     * Makes what is missing in the folder: {@code ca.crt}, {@code ca.key}, and {@code NAME.crt} and
     * {@code NAME.key} for every member. What exists is kept. The folder is 0700, every file 0600.
     */
    public static void create(Path folder, Collection<Member> members) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Authority authority = authority(folder);
            for (Member member : members) {
                if (!Files.exists(folder.resolve(member.name() + ".crt"))) {
                    issue(folder, authority, member);
                }
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(
                    "cannot make the certificates in " + folder + ": " + e.getMessage(), e);
        }
    }

    private record Authority(X509Certificate certificate, PrivateKey key) {}

    private static Authority authority(Path folder)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Path certificate = folder.resolve("ca.crt");
        Path key = folder.resolve("ca.key");
        if (!Files.exists(certificate)) {
            KeyPair pair = pair();
            X500Principal name = new X500Principal("CN=Podferry cluster authority");
            JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            Pem.writeKey(key, pair.getPrivate());
            Pem.writeCertificate(certificate, sign(builder, pair.getPrivate()));
        }
        return new Authority(Pem.readCertificate(certificate), Pem.readKey(key));
    }

    private static void issue(Path folder, Authority authority, Member member)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = pair();
        JcaX509v3CertificateBuilder builder =
                builder(
                        authority.certificate().getSubjectX500Principal(),
                        new X500Principal("CN=" + member.name()),
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                        }));
        builder.addExtension(Extension.subjectAlternativeName, false, names(member));
        Pem.writeKey(folder.resolve(member.name() + ".key"), pair.getPrivate());
        Pem.writeCertificate(
                folder.resolve(member.name() + ".crt"), sign(builder, authority.key()));
    }

    private static GeneralNames names(Member member) {
        List<GeneralName> names = new ArrayList<>();
        names.add(
                new GeneralName(
                        GeneralName.uniformResourceIdentifier,
                        Peer.uri(member.role(), member.name())));
        names.add(new GeneralName(GeneralName.dNSName, member.name()));
        for (String address : member.addresses()) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                subject,
                key);
    }

    private static byte[] sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, IOException {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                .getEncoded();
    }
}
