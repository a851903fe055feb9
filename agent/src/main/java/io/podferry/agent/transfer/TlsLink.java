package io.podferry.agent.transfer;

import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Peer;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLKeyException;

/**
 * A TLS 1.3 connection between two agents for short messages, and the key under which the source's
 * bulk data follows on the same connection (RFC 8446, 7.5: exporters). One thread may send while
 * another receives; {@link #close} from any thread ends both.
 */
final class TlsLink implements Closeable {
    private static final int NET = 64 * 1024;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final String LABEL = "EXPORTER-podferry-bulk";
    private static final int KEY_BYTES = 16;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer netOut;
    private final ByteBuffer netIn = ByteBuffer.allocate(NET).limit(0);
    private final ByteBuffer plain = ByteBuffer.allocate(NET).limit(0);
    private final Object writing = new Object();

    private TlsLink(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.netOut = ByteBuffer.allocate(NET);
    }

    /**
     * Connects, with both ends' certificates checked; the server's must be valid for the address.
     */
    static TlsLink connect(InetSocketAddress address, Identity identity, Duration timeout)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            tune(channel);
            channel.socket().connect(address, Math.toIntExact(timeout.toMillis()));
            SSLEngine engine =
                    identity.context().createSSLEngine(address.getHostString(), address.getPort());
            var parameters = identity.parameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            engine.setUseClientMode(true);
            return handshake(new TlsLink(channel, engine));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The other end of {@link #connect}; the caller closes the channel when this fails. */
    static TlsLink accept(SocketChannel channel, Identity identity) throws IOException {
        tune(channel);
        SSLEngine engine = identity.context().createSSLEngine();
        engine.setSSLParameters(identity.parameters());
        engine.setUseClientMode(false);
        return handshake(new TlsLink(channel, engine));
    }

    /** Must be called before connecting, so that the window can be scaled. */
    private static void tune(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
    }

    private static TlsLink handshake(TlsLink link) throws IOException {
        link.engine.beginHandshake();
        link.settle();
        return link;
    }

    /** Who is at the other end. */
    Peer peer() throws IOException {
        return Peer.of(engine.getSession());
    }

    SocketChannel channel() {
        return channel;
    }

    /** The key for the source's bulk data; both ends derive the same one, and nobody else can. */
    SecretKey bulkKey(String migration) throws IOException {
        if (!(engine.getSession() instanceof ExtendedSSLSession session)) {
            throw new IOException("this TLS implementation cannot export keys");
        }
        try {
            byte[] context = migration.getBytes(StandardCharsets.UTF_8);
            return new SecretKeySpec(
                    session.exportKeyingMaterialData(LABEL, context, KEY_BYTES), "AES");
        } catch (SSLKeyException e) {
            throw new IOException("cannot derive the key for the bulk data: " + e.getMessage(), e);
        }
    }

    /** Drives the handshake until messages may flow. */
    private void settle() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    synchronized (writing) {
                        wrap(ByteBuffer.allocate(0));
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                case NEED_TASK -> {
                    for (Runnable task = engine.getDelegatedTask();
                            task != null;
                            task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NOT_HANDSHAKING, FINISHED -> {
                    return;
                }
            }
        }
    }

    /** Sends a message: its length and its bytes. */
    void send(byte[] message) throws IOException {
        synchronized (writing) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Integer.BYTES + message.length)
                            .putInt(message.length)
                            .put(message);
            bytes.flip();
            while (bytes.hasRemaining()) {
                wrap(bytes);
            }
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        netOut.clear();
        SSLEngineResult result = engine.wrap(source, netOut);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new EOFException("the connection is closed for sending: " + result.getStatus());
        }
        netOut.flip();
        while (netOut.hasRemaining()) {
            channel.write(netOut);
        }
    }

    /**
     * The next message.
     *
     * @throws EOFException when the other end closes before
     * @throws TransferException when it is longer than any message of the protocol
     */
    byte[] receive() throws IOException {
        int length = ByteBuffer.wrap(receive(Integer.BYTES)).getInt();
        if (length < 0 || length > Frame.TEXT) {
            throw new TransferException(
                    "a message of %d bytes is not part of the protocol".formatted(length));
        }
        return receive(length);
    }

    private byte[] receive(int count) throws IOException {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            int take = Math.min(count - have, plain.remaining());
            plain.get(bytes, have, take);
            have += take;
            if (have < count) {
                unwrap();
            }
        }
        return bytes;
    }

    /**
     * Opens one record behind what is in {@link #plain}, or none when it belonged to the protocol
     * itself.
     */
    private void unwrap() throws IOException {
        while (true) {
            plain.compact();
            SSLEngineResult result;
            try {
                result = engine.unwrap(netIn, plain);
            } finally {
                plain.flip();
            }
            switch (result.getStatus()) {
                case OK -> {
                    return;
                }
                case BUFFER_UNDERFLOW -> fill();
                case BUFFER_OVERFLOW -> throw new IOException("a record larger than the buffer");
                case CLOSED -> throw new EOFException("the other agent has closed the connection");
            }
        }
    }

    private void fill() throws IOException {
        netIn.compact();
        try {
            if (channel.read(netIn) < 0) {
                throw new EOFException("the connection was lost");
            }
        } finally {
            netIn.flip();
        }
    }

    /**
     * After the last word: sends the end of the stream and throws away what still comes, so that
     * the word is not lost in a reset.
     */
    void drain() throws IOException {
        channel.shutdownOutput();
        ByteBuffer waste = ByteBuffer.allocate(NET);
        while (channel.read(waste) >= 0) {
            waste.clear();
        }
    }

    /** Breaks the connection at once. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
