package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Takes the contents of pages in order. Used by one thread. */
sealed interface PageSink permits FileSink, Changes {
    /** Takes all that remains in {@code source}. */
    void write(ByteBuffer source) throws IOException, InterruptedException;

    /**
     * Reads once from a socket, at most {@code most} bytes for itself; what comes behind them goes
     * into {@code rest}.
     *
     * @return bytes taken, negative at the end of the stream
     */
    int read(SocketChannel source, long most, ByteBuffer rest)
            throws IOException, InterruptedException;

    /**
     * Reads once: fills {@code own} first. Where more than {@code own} is still to come for the
     * sink, {@code rest} is left alone, so that those bytes need not be copied out of it.
     *
     * @return bytes in {@code own}, negative at the end of the stream
     */
    static int read(SocketChannel source, ByteBuffer own, long most, ByteBuffer rest)
            throws IOException {
        int start = own.position();
        long read =
                own.remaining() == most
                        ? source.read(new ByteBuffer[] {own, rest})
                        : source.read(own);
        return read < 0 ? -1 : own.position() - start;
    }
}
