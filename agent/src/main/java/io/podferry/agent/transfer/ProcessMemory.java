package io.podferry.agent.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the private pages of another process while it runs: those CRIU would dump, which are in
 * memory. What is swapped out is left where it is, because reading it would bring it back. A block
 * may be changed while it is read; whoever uses it must compare it again later. Used by one thread.
 */
final class ProcessMemory implements Closeable {
    /** Of a pagemap entry (Linux, admin-guide/mm/pagemap). */
    private static final long PRESENT = 1L << 63;

    private static final long SWAPPED = 1L << 62;
    private static final long FILE_OR_SHARED = 1L << 61;

    private final int process;
    private final Path folder;
    private final FileChannel memory;
    private final FileChannel pagemap;
    private final Buffers buffers;

    /** What reading needs, for one process after the other. */
    static final class Buffers {
        private final ByteBuffer entries =
                ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.nativeOrder());
        private final ByteBuffer window = ByteBuffer.allocateDirect(Blocks.WINDOW);
        private final byte[] contents = new byte[Blocks.WINDOW];
    }

    private ProcessMemory(
            int process, Path folder, FileChannel memory, FileChannel pagemap, Buffers buffers) {
        this.process = process;
        this.folder = folder;
        this.memory = memory;
        this.pagemap = pagemap;
        this.buffers = buffers;
    }

    /** Told of each block; the contents are only good during the call. */
    interface Visitor {
        /** Whether more is wanted. */
        boolean block(long address, byte[] contents, int length)
                throws IOException, InterruptedException;
    }

    /** A mapping of the process, its addresses in bytes. */
    private record Mapping(long from, long to) {}

    /**
     * Opens the memory of a process.
     *
     * @param pid as this program sees it
     * @param depth how many PID namespaces down the container's own is, 1 for this program's
     * @param buffers used until it is closed
     * @return empty when it has ended, or has a PID namespace of its own
     */
    static Optional<ProcessMemory> open(int pid, int depth, Buffers buffers) {
        Path folder = Path.of("/proc", Integer.toString(pid));
        try {
            List<Integer> numbers = numbers(folder);
            if (numbers.size() != depth) {
                return Optional.empty();
            }
            FileChannel memory = FileChannel.open(folder.resolve("mem"), StandardOpenOption.READ);
            try {
                return Optional.of(
                        new ProcessMemory(
                                numbers.getLast(),
                                folder,
                                memory,
                                FileChannel.open(
                                        folder.resolve("pagemap"), StandardOpenOption.READ),
                                buffers));
            } catch (IOException e) {
                memory.close();
                throw e;
            }
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** How many PID namespaces down a process is. */
    static int depth(int pid) throws IOException {
        return numbers(Path.of("/proc", Integer.toString(pid))).size();
    }

    /** The process' numbers, from this program's PID namespace down to its own. */
    private static List<Integer> numbers(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("status"))) {
            if (line.startsWith("NSpid:")) {
                List<Integer> numbers = new ArrayList<>();
                for (String number : line.substring("NSpid:".length()).strip().split("\\s+", -1)) {
                    numbers.add(Integer.valueOf(number));
                }
                return numbers;
            }
        }
        throw new IOException("no NSpid in " + folder);
    }

    /** Its number in the container's PID namespace. */
    int process() {
        return process;
    }

    /**
     * Walks over all blocks in ascending order until the visitor has enough or the process ends.
     */
    void blocks(Visitor visitor) throws IOException, InterruptedException {
        long from = 0;
        long to = 0;
        for (Mapping mapping : mappings()) {
            if (mapping.from != to) {
                if (!range(from, to, visitor)) {
                    return;
                }
                from = mapping.from;
            }
            to = mapping.to;
        }
        range(from, to, visitor);
    }

    private List<Mapping> mappings() throws IOException {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("maps"))) {
            String[] fields = line.split(" +", 6);
            boolean memory = fields[1].endsWith("p") && !fields[1].startsWith("---");
            boolean kernels = fields.length > 5 && fields[5].startsWith("[v");
            if (memory && !kernels) {
                int dash = fields[0].indexOf('-');
                mappings.add(
                        new Mapping(
                                Long.parseLong(fields[0], 0, dash, 16),
                                Long.parseLong(fields[0], dash + 1, fields[0].length(), 16)));
            }
        }
        return mappings;
    }

    private boolean range(long from, long to, Visitor visitor)
            throws IOException, InterruptedException {
        ByteBuffer entries = buffers.entries;
        long blockAt = from;
        int pages = 0;
        long address = from;
        while (address < to) {
            entries.clear()
                    .limit(
                            (int)
                                    Math.min(
                                            entries.capacity(),
                                            (to - address) / PageCommand.PAGE * Long.BYTES));
            if (pagemap.read(entries, address / PageCommand.PAGE * Long.BYTES) <= 0) {
                break;
            }
            entries.flip();
            while (entries.remaining() >= Long.BYTES) {
                long entry = entries.getLong();
                boolean wanted =
                        (entry & PRESENT) != 0 && (entry & (SWAPPED | FILE_OR_SHARED)) == 0;
                if (pages > 0 && (!wanted || address % Blocks.WINDOW == 0)) {
                    if (!read(blockAt, pages * PageCommand.PAGE, visitor)) {
                        return false;
                    }
                    pages = 0;
                }
                if (wanted) {
                    if (pages == 0) {
                        blockAt = address;
                    }
                    pages++;
                }
                address += PageCommand.PAGE;
            }
        }
        return pages == 0 || read(blockAt, pages * PageCommand.PAGE, visitor);
    }

    private boolean read(long address, int length, Visitor visitor)
            throws IOException, InterruptedException {
        ByteBuffer window = buffers.window.clear().limit(length);
        try {
            while (window.hasRemaining()) {
                if (memory.read(window, address + window.position()) <= 0) {
                    return true;
                }
            }
        } catch (IOException unmappedMeanwhile) {
            return true;
        }
        window.flip().get(buffers.contents, 0, length);
        return visitor.block(address, buffers.contents, length);
    }

    @Override
    public void close() throws IOException {
        try (memory) {
            pagemap.close();
        }
    }
}
