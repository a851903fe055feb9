package io.podferry.agent.transfer;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that has shown a valid ticket: this thread opens records and fills buffers,
 * another verifies and writes them. Ends with the checkpoint complete, or with an exception whose
 * message the source is told.
 */
final class Receiving {
    private static final int BUFFERS = 8;

    /** What the writing thread does next. */
    private sealed interface Item {
        record File(byte[] header) implements Item {}

        record Data(Chunk chunk) implements Item {}

        record End(int file, long size) implements Item {}

        record Complete(Messages.Manifest manifest) implements Item {}

        record Stop() implements Item {}
    }

    private final SealedReader in;
    private final Store store;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(4 * BUFFERS);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS);
    private final ByteBuffer sealed = ByteBuffer.allocateDirect(Seal.sealedLength(Frame.CHUNK));
    private final ByteBuffer packed = ByteBuffer.allocateDirect(Frame.CHUNK);
    private final ByteBuffer nothing = ByteBuffer.allocateDirect(Seal.TAG);
    private volatile @Nullable IOException failure;
    private volatile @Nullable String rootHash;

    Receiving(SealedReader in, Store store) {
        this.in = in;
        this.store = store;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new Chunk());
        }
    }

    /**
     * Receives everything.
     *
     * @return the root hash
     */
    String run(String name) throws IOException, InterruptedException {
        Thread writer = Thread.ofPlatform().daemon().name("store-" + name).start(this::writeAll);
        try {
            boolean more = true;
            while (more) {
                more = next();
            }
        } finally {
            put(new Item.Stop());
            writer.join();
        }
        check();
        String hash = rootHash;
        if (hash == null) {
            throw new TransferException("the source stopped before it was done");
        }
        return hash;
    }

    /** Whether more is to come. */
    private boolean next() throws IOException, InterruptedException {
        Frame frame = in.next();
        switch (frame.type()) {
            case FILE -> put(new Item.File(text(frame)));
            case CHUNK -> put(new Item.Data(chunk(frame)));
            case END -> {
                in.payload(frame, sealed, nothing.clear());
                put(new Item.End(frame.file(), frame.offset()));
            }
            case MANIFEST -> {
                put(new Item.Complete(Messages.parse(text(frame), Messages.Manifest.class)));
                return false;
            }
        }
        return true;
    }

    private byte[] text(Frame frame) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(frame.wireLength());
        in.payload(frame, sealed, text);
        return text.array();
    }

    private Chunk chunk(Frame frame) throws IOException, InterruptedException {
        Chunk chunk = take();
        chunk.file = frame.file();
        chunk.offset = frame.offset();
        chunk.length = frame.rawLength();
        chunk.zeroBlocks = frame.zeroBlocks();
        chunk.checksum = frame.checksum();
        int expected = Chunk.packedLength(chunk.length, chunk.zeroBlocks);
        switch (frame.encoding()) {
            case RAW -> {
                requireLength(frame.wireLength(), expected);
                in.payload(frame, sealed, chunk.data.clear());
            }
            case ZSTD -> {
                in.payload(frame, sealed, packed.clear());
                long size =
                        Zstd.decompressDirectByteBuffer(
                                chunk.data, 0, expected, packed, 0, frame.wireLength());
                if (Zstd.isError(size)) {
                    throw new TransferException(
                            "a chunk cannot be decompressed: " + Zstd.getErrorName(size));
                }
                requireLength(size, expected);
            }
        }
        if (chunk.zeroBlocks != 0) {
            chunk.unpack();
        }
        return chunk;
    }

    private static void requireLength(long actual, int expected) throws TransferException {
        if (actual != expected) {
            throw new TransferException(
                    "a chunk has %d bytes, but announced %d".formatted(actual, expected));
        }
    }

    private Chunk take() throws IOException, InterruptedException {
        while (true) {
            check();
            Chunk chunk = free.poll(100, TimeUnit.MILLISECONDS);
            if (chunk != null) {
                return chunk;
            }
        }
    }

    private void put(Item item) throws IOException, InterruptedException {
        while (!queue.offer(item, 100, TimeUnit.MILLISECONDS)) {
            check();
        }
    }

    private void check() throws IOException {
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    private void writeAll() {
        try {
            while (write(queue.take())) {
                // Goes on until told to stop.
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new TransferException("the agent is stopping", e);
        } catch (RuntimeException e) {
            failure = new TransferException("cannot store: " + e, e);
        }
        if (failure != null) {
            queue.clear();
        }
    }

    private boolean write(Item item) throws IOException {
        switch (item) {
            case Item.File(byte[] header) -> store.file(header);
            case Item.Data(Chunk chunk) -> {
                store.chunk(chunk);
                free.add(chunk);
            }
            case Item.End(int file, long size) -> store.end(file, size);
            case Item.Complete(Messages.Manifest manifest) -> rootHash = store.complete(manifest);
            case Item.Stop stop -> {
                return false;
            }
        }
        return true;
    }
}
