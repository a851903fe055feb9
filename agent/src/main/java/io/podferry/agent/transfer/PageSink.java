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
}
