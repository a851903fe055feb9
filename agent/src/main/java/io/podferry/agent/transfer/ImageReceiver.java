package io.podferry.agent.transfer;

import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Member;
import io.podferry.agent.security.Peer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's end of shipments: listens, lets in who has a certificate of the cluster and an
 * expected ticket, once, and stores what comes. Thread-safe.
 */
public final class ImageReceiver implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageReceiver.class);
    private static final int MOST_CONNECTIONS = 4;
    private static final Duration GREETING = Duration.ofSeconds(30);
    private static final long MARGIN = 64L << 20;

    private final String node;
    private final Identity identity;
    private final ServerSocketChannel listener;
    private final Map<String, Expectation> expectations = new ConcurrentHashMap<>();
    private final Map<String, SocketChannel> connections = new ConcurrentHashMap<>();
    private final Map<String, String> received = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(MOST_CONNECTIONS);

    /**
     * Listens at once.
     *
     * @param address to listen on
     * @throws IOException when the port is taken
     */
    public ImageReceiver(InetSocketAddress address, Identity identity) throws IOException {
        this.node = identity.self().name();
        this.identity = identity;
        this.listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 2 << 20);
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw new IOException(
                    "cannot listen for images on %s: %s. Maybe an older agent still runs?"
                            .formatted(address, e.getMessage()),
                    e);
        }
        Thread.ofVirtual().name("accept-images").start(this::acceptAll);
    }

    /** Where it listens. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** From now on the ticket is good for one shipment. */
    public void expect(Expectation expectation) {
        expectations.put(expectation.ticket().migration(), expectation);
    }

    /** Root hash of a checkpoint that this object received and verified, null when it did not. */
    public @Nullable String received(String migration) {
        return received.get(migration);
    }

    /** The ticket is void; a connection that uses it is broken. Idempotent. */
    public void forget(String migration) {
        expectations.remove(migration);
        received.remove(migration);
        SocketChannel open = connections.get(migration);
        if (open != null) {
            closeQuietly(open);
        }
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                if (slots.tryAcquire()) {
                    Thread.ofPlatform().daemon().name("receive").start(() -> serve(channel));
                } else {
                    LOG.warn(
                            "refusing {}: {} connections are open",
                            channel.getRemoteAddress(),
                            MOST_CONNECTIONS);
                    channel.close();
                }
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.warn("cannot accept images: {}", e.toString());
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            Thread guard = Thread.ofVirtual().start(() -> closeAfter(channel, GREETING));
            TlsLink link = TlsLink.accept(channel, identity);
            Expectation expected = null;
            boolean welcomed = false;
            try {
                Messages.Hello hello = hello(link);
                expected = admit(link.peer(), hello);
                guard.interrupt();
                connections.put(expected.ticket().migration(), channel);
                requireSpace(expected);
                try (Store store = new Store(expected)) {
                    link.send(Messages.bytes(new Messages.Welcome(node, null)));
                    welcomed = true;
                    receive(link, store, expected.ticket().migration());
                }
            } catch (IOException e) {
                String reason = reason(e, expected);
                LOG.warn("{} refuses a shipment: {}", node, reason);
                refuse(
                        channel,
                        link,
                        welcomed
                                ? new Messages.Verdict(null, reason)
                                : new Messages.Welcome(null, reason));
            } finally {
                if (expected != null) {
                    connections.remove(expected.ticket().migration(), channel);
                }
            }
        } catch (IOException e) {
            LOG.warn("a connection for images failed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slots.release();
        }
    }

    private static Messages.Hello hello(TlsLink link) throws IOException {
        Messages.Hello hello = Messages.parse(link.receive(), Messages.Hello.class);
        if (hello.version() != Messages.Hello.VERSION || hello.ticket() == null) {
            throw new TransferException(
                    "protocol version %d is not spoken here, only %d"
                            .formatted(hello.version(), Messages.Hello.VERSION));
        }
        return hello;
    }

    /** Uses the ticket up. */
    private Expectation admit(Peer peer, Messages.Hello hello) throws IOException {
        Ticket shown = hello.ticket();
        Expectation expected = expectations.get(shown.migration());
        if (peer.role() != Member.Role.AGENT || !peer.name().equals(shown.source())) {
            throw new TransferException(
                    "the certificate is of %s '%s', but the ticket is for '%s'"
                            .formatted(peer.role(), peer.name(), shown.source()));
        }
        if (expected == null
                || !expected.ticket().sameRight(shown)
                || !node.equals(shown.target())) {
            throw new TransferException("%s expects no such shipment: %s".formatted(node, shown));
        }
        if (System.currentTimeMillis() > expected.ticket().expiresAtEpochMillis()) {
            throw new TransferException(
                    "the ticket of migration %s has expired".formatted(shown.migration()));
        }
        if (!expectations.remove(shown.migration(), expected)) {
            throw new TransferException(
                    "the ticket of migration %s was used before".formatted(shown.migration()));
        }
        return expected;
    }

    private void receive(TlsLink link, Store store, String migration)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        SealedReader in = new SealedReader(link.channel(), link.bulkKey(migration));
        String hash = new Receiving(in, store).run(migration);
        received.put(migration, hash);
        link.send(Messages.bytes(new Messages.Verdict(hash, null)));
        LOG.info(
                "migration {}: received {} MiB in {} ms, root hash {}",
                migration,
                store.total() >> 20,
                (System.nanoTime() - start) / 1_000_000,
                hash);
    }

    private void requireSpace(Expectation expected) throws IOException {
        FileStore disk = Files.getFileStore(expected.folder());
        long needed = expected.expectedBytes() + MARGIN;
        if (disk.getUsableSpace() < needed) {
            throw new TransferException(
                    "%s has %d MiB free in %s, but the images need about %d MiB. Make room there, or choose another target."
                            .formatted(
                                    node,
                                    disk.getUsableSpace() >> 20,
                                    expected.folder(),
                                    needed >> 20));
        }
    }

    /** Tells the source why, as far as the connection still carries it. */
    private static void refuse(SocketChannel channel, TlsLink link, Object message) {
        try {
            link.send(Messages.bytes(message));
            Thread.ofVirtual().start(() -> closeAfter(channel, GREETING));
            link.drain();
        } catch (IOException lost) {
            LOG.debug("the source could not be told: {}", lost.toString());
        }
    }

    private String reason(IOException why, @Nullable Expectation expected) {
        String text = String.valueOf(why.getMessage());
        if (expected != null && text.contains("No space left")) {
            return "the disk of %s is full (%s). Make room there, or choose another target."
                    .formatted(node, expected.folder());
        }
        return why instanceof FileSystemException ? why.toString() : text;
    }

    private static void closeAfter(SocketChannel channel, Duration patience) {
        try {
            Thread.sleep(patience);
            closeQuietly(channel);
        } catch (InterruptedException greeted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        connections.values().forEach(ImageReceiver::closeQuietly);
    }
}
