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
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * A TLS 1.3 connection between two agents that moves large buffers: many records are sealed into
 * one network buffer before the kernel is asked, and opened straight into the caller's buffer. All
 * buffers lie on the heap, because the JDK's AES-GCM is several times faster there than on direct
 * ones. One thread may write while another reads; {@link #close} from any thread ends both.
 */
final class TlsLink implements Closeable {
    /** Most plain bytes in one record. */
    static final int RECORD = 16_384;

    /** Room that a buffer must have beyond what is expected, for the engine's estimate. */
    static final int SLACK = 1_024;

    private static final int NET = 256 * 1024;
    private static final int SOCKET_BUFFER = 2 * 1024 * 1024;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer netOut;
    private final ByteBuffer netIn;
    private final ByteBuffer carry = ByteBuffer.allocate(RECORD + SLACK);
    private final Object writing = new Object();

    private TlsLink(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.netOut = ByteBuffer.allocate(NET);
        this.netIn = ByteBuffer.allocate(NET).limit(0);
        carry.limit(0);
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
    static void tune(SocketChannel channel) throws IOException {
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

    /** Drives the handshake until application data may flow. */
    private void settle() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    synchronized (writing) {
                        wrap(ByteBuffer.allocate(0));
                        flush();
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    carry.clear();
                    try {
                        unwrapOnce(carry);
                    } finally {
                        carry.flip();
                    }
                    if (carry.hasRemaining()) {
                        throw new IOException(
                                "the other agent sent data before the handshake was over");
                    }
                }
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

    /** Seals all of {@code source}; it may wait in the network buffer until {@link #flush}. */
    void write(ByteBuffer source) throws IOException {
        synchronized (writing) {
            while (source.hasRemaining()) {
                wrap(source);
            }
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        if (netOut.remaining() < engine.getSession().getPacketBufferSize()) {
            flush();
        }
        SSLEngineResult result = engine.wrap(source, netOut);
        switch (result.getStatus()) {
            case OK -> {}
            case BUFFER_OVERFLOW -> flush();
            case CLOSED -> throw new EOFException("the connection is closed");
            case BUFFER_UNDERFLOW -> throw new IOException("TLS engine wants more data to seal");
        }
    }

    void flush() throws IOException {
        synchronized (writing) {
            netOut.flip();
            try {
                while (netOut.hasRemaining()) {
                    channel.write(netOut);
                }
            } finally {
                netOut.clear();
            }
        }
    }

    /**
     * Reads exactly {@code count} bytes. When the buffer has {@link #SLACK} bytes more than that,
     * and the sender began a record where the read begins, nothing is copied.
     *
     * @throws EOFException when the other end closes before
     */
    void readFully(ByteBuffer target, int count) throws IOException {
        int end = target.position() + count;
        while (target.position() < end) {
            int missing = end - target.position();
            if (carry.hasRemaining()) {
                int take = Math.min(missing, carry.remaining());
                target.put(carry.slice().limit(take));
                carry.position(carry.position() + take);
            } else if (missing >= RECORD
                    && target.capacity() - target.position() >= RECORD + SLACK) {
                target.limit(target.capacity());
                unwrapOnce(target);
            } else {
                carry.clear();
                try {
                    unwrapOnce(carry);
                } finally {
                    carry.flip();
                }
            }
        }
        target.limit(end);
    }

    /** Opens one record into {@code target}, or none when it belonged to the protocol itself. */
    private void unwrapOnce(ByteBuffer target) throws IOException {
        while (true) {
            SSLEngineResult result = engine.unwrap(netIn, target);
            switch (result.getStatus()) {
                case OK -> {
                    if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP
                            && result.bytesProduced() == 0) {
                        synchronized (writing) {
                            wrap(ByteBuffer.allocate(0));
                            flush();
                        }
                    }
                    return;
                }
                case BUFFER_UNDERFLOW -> fill();
                case BUFFER_OVERFLOW ->
                        throw new IOException(
                                "record larger than " + target.remaining() + " bytes");
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
        netIn.clear();
        while (channel.read(netIn) >= 0) {
            netIn.clear();
        }
    }

    /** Breaks the connection at once. Idempotent. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
