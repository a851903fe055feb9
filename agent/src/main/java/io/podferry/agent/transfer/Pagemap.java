package io.podferry.agent.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of CRIU's pagemap images, built in memory: two magic numbers, a head that names the file with
 * the pages, then one entry per run of pages, each a length and a protocol-buffers message
 * (images/pagemap.proto of CRIU). Not thread-safe.
 */
final class Pagemap {
    private static final int COMMON_MAGIC = 0x54564319;
    private static final int PAGEMAP_MAGIC = 0x56084025;
    private static final int TYPE_BITS = 8;

    private final String name;
    private final PageCommand.Layout layout;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(32);

    /**
     * @param destination of the OPEN command: type in the low 8 bits (1 process, 2 shared memory),
     *     number above
     * @param pagesId number of the file with the pages
     */
    Pagemap(long destination, int pagesId, PageCommand.Layout layout) throws TransferException {
        long id = destination >>> TYPE_BITS;
        name =
                switch ((int) (destination & 0xff)) {
                    case 1 -> "pagemap-" + id + ".img";
                    case 2 -> "pagemap-shmem-" + id + ".img";
                    default ->
                            throw new TransferException(
                                    "CRIU opened an image of unknown type: 0x%x"
                                            .formatted(destination));
                };
        this.layout = layout;
        fixed(COMMON_MAGIC);
        fixed(PAGEMAP_MAGIC);
        field(1, pagesId);
        endMessage();
    }

    String name() {
        return name;
    }

    void add(PageCommand run) {
        field(1, run.address());
        switch (layout) {
            case PAGES_32 -> {
                field(2, run.pages());
                field(4, run.flags());
            }
            case PAGES_64 -> {
                field(2, 0);
                field(4, run.flags());
                field(5, run.pages());
            }
        }
        endMessage();
    }

    private void fixed(int value) {
        image.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array());
    }

    /** A field of wire type 0. */
    private void field(int number, long value) {
        varint((long) number << 3);
        varint(value);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            message.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        message.write((int) rest);
    }

    private void endMessage() {
        fixed(message.size());
        image.writeBytes(message.toByteArray());
        message.reset();
    }

    byte[] bytes() {
        return image.toByteArray();
    }
}
