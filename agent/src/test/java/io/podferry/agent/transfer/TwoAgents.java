package io.podferry.agent.transfer;

import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.FastCrypto;
import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A source, a target and a stranger of the same cluster on loopback, and the folders of a
 * checkpoint at the target.
 */
final class TwoAgents implements AutoCloseable {
    static final String MIGRATION = "move-1";
    private final Path certificates;
    final Path folder;
    final Path upper;
    final ImageReceiver receiver;

    TwoAgents(Path scratch) throws IOException {
        FastCrypto.install();
        certificates = scratch.resolve("certificates");
        ClusterCertificates.create(
                certificates,
                List.of(
                        new Member("source", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("target", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("stranger", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("engine", Member.Role.ENGINE, List.of("127.0.0.1"))));
        folder = Files.createDirectories(scratch.resolve("checkpoint"));
        upper = Files.createDirectories(scratch.resolve("upper"));
        receiver = new ImageReceiver(new InetSocketAddress("127.0.0.1", 0), identity("target"));
    }

    Identity identity(String name) throws IOException {
        return Identity.load(certificates, name);
    }

    static Ticket ticket() {
        return new Ticket(
                MIGRATION,
                3,
                "pod-1",
                "pod-2",
                "source",
                "target",
                System.currentTimeMillis() + 60_000,
                "s3cret");
    }

    void expect(long quotaBytes) {
        expect(ticket(), folder, quotaBytes);
    }

    void expect(Ticket ticket, Path into, long quotaBytes) {
        receiver.expect(
                new Expectation(
                        ticket,
                        into,
                        Set.of("main"),
                        Map.of("main/upper", upper),
                        1 << 20,
                        quotaBytes));
    }

    ImageSender open(String as, Ticket ticket) throws IOException {
        return ImageSender.open(receiver.address(), identity(as), ticket, OptionalLong.empty());
    }

    @Override
    public void close() throws IOException {
        receiver.close();
    }
}
