package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.crypto.SecretKey;

/** Sends sealed frames. Small ones are gathered until {@link #flush}. Not thread-safe. */
final class SealedWriter {
    private static final int SMALL = 16 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final SocketChannel channel;
    private final Seal seal;
    private final ByteBuffer head = ByteBuffer.allocate(Frame.BYTES);
    private final ByteBuffer out =
            ByteBuffer.allocateDirect(Frame.BYTES + Seal.sealedLength(Frame.CHUNK) + 4 * SMALL);

    SealedWriter(SocketChannel channel, SecretKey key) {
        this.channel = channel;
        this.seal = new Seal(key);
    }

    /** Sends a frame with the remaining bytes of {@code payload}. */
    void write(Frame frame, ByteBuffer payload) throws IOException {
        if (out.remaining() < Frame.BYTES + Seal.sealedLength(payload.remaining())) {
            flush();
        }
        boolean small = payload.remaining() < SMALL;
        head.clear();
        frame.write(head);
        head.flip();
        out.put(head.duplicate());
        seal.seal(head, payload, out);
        if (!small) {
            flush();
        }
    }

    void write(Frame frame) throws IOException {
        write(frame, NOTHING.duplicate());
    }

    void flush() throws IOException {
        out.flip();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } finally {
            out.clear();
        }
    }
}
