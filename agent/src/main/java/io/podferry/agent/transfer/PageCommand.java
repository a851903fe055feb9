package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One command of CRIU's page-server protocol (its structure page_server_iov, in the byte order of
 * the machine).
 *
 * @param kind what is asked
 * @param flags of a pagemap entry
 * @param pages number of pages
 * @param address where they belong
 * @param destination type and number of the image
 */
record PageCommand(Kind kind, int flags, long pages, long address, long destination) {
    /** Bytes of a command: CRIU before 4.2 counts pages in 32 bits. */
    enum Layout {
        PAGES_32(24),
        PAGES_64(32);

        private final int bytes;

        Layout(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    /** What CRIU may ask of a page server that receives. */
    enum Kind {
        OPEN,
        PARENT,
        ADD,
        CLOSE
    }

    /** Bytes of a page: CRIU's protocol and images count in it. */
    static final int PAGE = 4096;

    /** Pagemap flag: the pages are those of the parent image. */
    static final int PARENT = 1;

    /** Pagemap flag: the pages' contents follow. */
    static final int PRESENT = 4;

    /** Longest run of pages that is believed: 16 TiB. */
    private static final long MOST_PAGES = 1L << 32;

    private static final int COMMAND_MASK = 0xffff;
    private static final int COMMAND_BITS = 16;

    /**
     * Tells the layout from the first bytes of the first command, which is always OPEN or PARENT:
     * no pages, no address, but a destination, whose place shows the layout.
     *
     * @param first {@link Layout#PAGES_32} bytes
     */
    static Layout layout(ByteBuffer first) {
        long third = first.order(ByteOrder.nativeOrder()).getLong(first.position() + 16);
        return third == 0 ? Layout.PAGES_64 : Layout.PAGES_32;
    }

    static PageCommand read(ByteBuffer in, Layout layout) throws TransferException {
        in.order(ByteOrder.nativeOrder());
        int command = in.getInt();
        long pages =
                switch (layout) {
                    case PAGES_32 -> Integer.toUnsignedLong(in.getInt());
                    case PAGES_64 -> {
                        in.getInt();
                        yield in.getLong();
                    }
                };
        if (pages < 0 || pages > MOST_PAGES) {
            throw new TransferException("CRIU announced %d pages at once".formatted(pages));
        }
        return new PageCommand(
                kind(command & COMMAND_MASK),
                command >>> COMMAND_BITS,
                pages,
                in.getLong(),
                in.getLong());
    }

    private static Kind kind(int code) throws TransferException {
        return switch (code) {
            case 4 -> Kind.OPEN;
            case 5 -> Kind.PARENT;
            case 6 -> Kind.ADD;
            case 0x1023, 0x1024 -> Kind.CLOSE;
            default ->
                    throw new TransferException(
                            "CRIU sent the page-server command %d, which this agent does not know. CRIU 4.1.1 to 4.2 are known to work."
                                    .formatted(code));
        };
    }

    boolean present() {
        return (flags & PRESENT) != 0;
    }
}
