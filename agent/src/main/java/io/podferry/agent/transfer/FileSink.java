package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one file in order, cuts them into chunks and sends them. Used by one thread.
 */
final class FileSink implements PageSink {
    private final ImageSender sender;
    private final int file;
    private final boolean image;
    private @Nullable Chunk open;
    private long written;

    FileSink(ImageSender sender, int file, boolean image) {
        this.sender = sender;
        this.file = file;
        this.image = image;
    }

    @Override
    public void write(ByteBuffer source) throws IOException, InterruptedException {
        while (source.hasRemaining()) {
            Chunk chunk = chunk();
            int take = Math.min(source.remaining(), Frame.CHUNK - chunk.length);
            chunk.data.put(chunk.length, source, source.position(), take);
            source.position(source.position() + take);
            advance(chunk, take);
        }
    }

    @Override
    public int read(SocketChannel source, long most, ByteBuffer rest)
            throws IOException, InterruptedException {
        Chunk chunk = chunk();
        int room = (int) Math.min(most, Frame.CHUNK - chunk.length);
        int taken = PageSink.read(source, chunk.data.slice(chunk.length, room), most, rest);
        if (taken > 0) {
            advance(chunk, taken);
        }
        return taken;
    }

    private Chunk chunk() throws IOException, InterruptedException {
        Chunk chunk = open;
        if (chunk == null) {
            chunk = sender.take();
            chunk.file = file;
            chunk.offset = written;
            chunk.length = 0;
            open = chunk;
        }
        return chunk;
    }

    private void advance(Chunk chunk, int bytes) throws IOException, InterruptedException {
        chunk.length += bytes;
        written += bytes;
        if (chunk.length == Frame.CHUNK) {
            flush();
        }
    }

    private void flush() throws IOException, InterruptedException {
        Chunk chunk = open;
        if (chunk != null) {
            open = null;
            chunk.checksum = chunk.computeChecksum();
            chunk.findZeros();
            sender.send(chunk, image);
        }
    }

    /** The file is complete. */
    void end() throws IOException, InterruptedException {
        flush();
        sender.end(file, written);
    }
}
