package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames from a link. Not thread-safe. */
final class FrameReader {
    private final TlsLink link;
    private final ByteBuffer head = ByteBuffer.allocate(Frame.BYTES);

    FrameReader(TlsLink link) {
        this.link = link;
    }

    Frame next() throws IOException {
        head.clear();
        link.readFully(head, Frame.BYTES);
        head.flip();
        return Frame.read(head);
    }

    /** The hash that came with the newest frame. */
    void hash(byte[] out) {
        head.get(Frame.BYTES - ChunkHash.BYTES, out);
    }

    byte[] text(Frame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(frame.wireLength());
        link.readFully(bytes, frame.wireLength());
        return bytes.array();
    }

    <T> T text(Frame frame, Class<T> type) throws IOException {
        return Messages.parse(text(frame), frame.wireLength(), type);
    }

    void payload(Frame frame, ByteBuffer target) throws IOException {
        target.clear();
        link.readFully(target, frame.wireLength());
    }
}
