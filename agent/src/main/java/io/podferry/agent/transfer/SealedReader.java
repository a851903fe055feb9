package io.podferry.agent.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.crypto.SecretKey;

/** Receives sealed frames. Not thread-safe. */
final class SealedReader {
    private final SocketChannel channel;
    private final Seal seal;
    private final ByteBuffer head = ByteBuffer.allocate(Frame.BYTES);

    SealedReader(SocketChannel channel, SecretKey key) {
        this.channel = channel;
        this.seal = new Seal(key);
    }

    /** The next head; nothing in it may be acted on before its payload was opened. */
    Frame next() throws IOException {
        head.clear();
        fill(head);
        Frame frame = Frame.read(head.flip());
        head.flip();
        return frame;
    }

    /**
     * Reads the sealed payload of the newest head and opens it.
     *
     * @param sealed for what comes from the network
     * @param out gets the payload
     */
    void payload(Frame frame, ByteBuffer sealed, ByteBuffer out) throws IOException {
        sealed.clear().limit(Seal.sealedLength(frame.wireLength()));
        fill(sealed);
        sealed.flip();
        seal.open(head, sealed, out);
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection was lost");
            }
        }
    }
}
