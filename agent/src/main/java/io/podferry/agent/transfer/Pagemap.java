package io.podferry.agent.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * One of CRIU's pagemap images, built in memory: two magic numbers, a head that names the file with
 * the pages, then one entry per run of pages, each a length and a protocol-buffers message
 * (images/pagemap.proto of CRIU). Not thread-safe.
 */
final class Pagemap {
    private static final int COMMON_MAGIC = 0x54564319;
    private static final int PAGEMAP_MAGIC = 0x56084025;
    private static final int TYPE_BITS = 8;
    private static final int PROCESS = 1;
    private static final int SHARED = 2;

    private final String name;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(32);
    private long address;
    private long pages;
    private int flags;

    /**
     * @param name of the image
     * @param pagesId number of the file with the pages
     */
    Pagemap(String name, int pagesId) {
        this.name = name;
        fixed(COMMON_MAGIC);
        fixed(PAGEMAP_MAGIC);
        field(1, pagesId);
        endMessage();
    }

    /**
     * @param destination of the OPEN command: type in the low 8 bits (1 process, 2 shared memory),
     *     number above
     */
    static String name(long destination) throws TransferException {
        long id = destination >>> TYPE_BITS;
        return switch ((int) (destination & 0xff)) {
            case PROCESS -> "pagemap-" + id + ".img";
            case SHARED -> "pagemap-shmem-" + id + ".img";
            default ->
                    throw new TransferException(
                            "CRIU opened an image of unknown type: 0x%x".formatted(destination));
        };
    }

    /** Number of the process whose private memory the destination is, empty for shared memory. */
    static OptionalInt process(long destination) {
        return (destination & 0xff) == PROCESS
                ? OptionalInt.of((int) (destination >>> TYPE_BITS))
                : OptionalInt.empty();
    }

    String name() {
        return name;
    }

    /** Adds a run of pages; one that continues the last run becomes part of it. */
    void add(long from, long count, int how) {
        if (pages > 0 && from == address + pages * PageCommand.PAGE && how == flags) {
            pages += count;
            return;
        }
        endRun();
        address = from;
        pages = count;
        flags = how;
    }

    /** CRIU before 4.2 reads the number of pages from field 2, later ones from field 5. */
    private void endRun() {
        if (pages > 0) {
            field(1, address);
            field(2, pages);
            field(4, flags);
            field(5, pages);
            endMessage();
            pages = 0;
        }
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

    /** The complete image. */
    byte[] bytes() {
        endRun();
        return image.toByteArray();
    }
}
