package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Passes on those pages of a frozen process that the target does not hold already; of the others
 * only their place is noted. CRIU's runs are cut and joined into the blocks of {@link Blocks}. Used
 * by one thread.
 */
final class Changes implements PageSink {

    private final Blocks held;
    private final BlockTag.Maker tags;
    private final Pagemap pagemap;
    private final FileSink pages;
    private final ByteBuffer block;
    private final byte[] contents;
    private long address;
    private int flags;

    /** What comparing needs, for one process after the other. */
    static final class Buffers {
        private final ByteBuffer block = ByteBuffer.allocateDirect(Blocks.WINDOW);
        private final byte[] contents = new byte[Blocks.WINDOW];
    }

    Changes(Blocks held, BlockTag.Maker tags, Pagemap pagemap, FileSink pages, Buffers buffers) {
        this.held = held;
        this.tags = tags;
        this.pagemap = pagemap;
        this.pages = pages;
        this.block = buffers.block.clear();
        this.contents = buffers.contents;
    }

    /** A run of pages follows. */
    void begin(long from, int how) throws IOException, InterruptedException {
        if (from != address + block.position() || how != flags) {
            flush();
            address = from;
            flags = how;
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException, InterruptedException {
        while (source.hasRemaining()) {
            int take = Math.min(source.remaining(), room());
            block.put(block.position(), source, source.position(), take);
            source.position(source.position() + take);
            advance(take);
        }
    }

    @Override
    public int read(SocketChannel source, long most, ByteBuffer rest)
            throws IOException, InterruptedException {
        int room = (int) Math.min(most, room());
        int taken = PageSink.read(source, block.slice(block.position(), room), most, rest);
        if (taken > 0) {
            advance(taken);
        }
        return taken;
    }

    /** Bytes until the end of the window. */
    private int room() {
        return Blocks.WINDOW - (int) (address + block.position() & Blocks.WINDOW - 1);
    }

    private void advance(int bytes) throws IOException, InterruptedException {
        block.position(block.position() + bytes);
        if ((address + block.position() & Blocks.WINDOW - 1) == 0) {
            flush();
        }
    }

    /** Decides about the block that has begun. */
    void flush() throws IOException, InterruptedException {
        int length = block.position();
        if (length == 0) {
            return;
        }
        block.flip().get(contents, 0, length);
        block.clear();
        if (held.holds(address, length, tags.of(address, contents, length))) {
            pagemap.add(address, length / PageCommand.PAGE, PageCommand.PARENT);
        } else {
            pages.write(ByteBuffer.wrap(contents, 0, length));
            pagemap.add(address, length / PageCommand.PAGE, flags);
        }
        address += length;
    }
}
