package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of one file in order, cuts them into chunks, hashes and sends them. Used by one
 * thread.
 */
final class FileSink {
    private final ImageSender sender;
    private final ChunkHash hash;
    private final int file;
    private final boolean image;
    private @Nullable Chunk open;
    private long written;

    /**
     * @param hash of the feeding thread
     */
    FileSink(ImageSender sender, ChunkHash hash, int file, boolean image) {
        this.sender = sender;
        this.hash = hash;
        this.file = file;
        this.image = image;
    }

    /** Takes all that remains in {@code source}. */
    void write(ByteBuffer source) throws IOException, InterruptedException {
        while (source.hasRemaining()) {
            Chunk chunk = chunk();
            int take = Math.min(source.remaining(), Frame.CHUNK - chunk.length);
            source.get(chunk.array(), chunk.length, take);
            chunk.length += take;
            written += take;
            if (chunk.length == Frame.CHUNK) {
                flush();
            }
        }
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

    private void flush() throws IOException, InterruptedException {
        Chunk chunk = open;
        if (chunk != null) {
            open = null;
            chunk.findZeros();
            hash.of(file, chunk.offset, chunk.array(), 0, chunk.length, chunk.hash);
            sender.send(chunk, image);
        }
    }

    /** The file is complete. */
    void end() throws IOException, InterruptedException {
        flush();
        sender.end(file, written);
    }
}
