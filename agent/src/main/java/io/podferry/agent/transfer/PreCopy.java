package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ships a container's memory while it still runs, so that after the freeze only what has changed
 * since must follow (docs/designs/0005). Two rounds: the second brings what the first was too early
 * for. Needs nothing of the kernel but {@code /proc}: what has changed is found by comparing {@link
 * BlockTag}s. The target stores each round as a parent of the next, as CRIU's own incremental dumps
 * do. Used by one thread.
 */
public final class PreCopy {
    /** Rounds; the images of the first are the grandparents of the dump's. */
    private static final int ROUNDS = 2;

    private static final long ENOUGH_TO_JUDGE = 8L << 20;

    private final ImageSender sender;
    private final String container;
    private final CopiedAhead copied;
    private long bytes;

    /** Asked between two blocks. */
    @FunctionalInterface
    public interface Patience {
        /** Whether there is time for more. */
        boolean goesOn();
    }

    /** Copies ahead what will be compared by the page server that gets the same {@code copied}. */
    public PreCopy(String container, ImageSender sender, CopiedAhead copied) {
        this.container = container;
        this.sender = sender;
        this.copied = copied;
    }

    /**
     * Both rounds, or as much as there is patience for. What is not shipped here follows after the
     * freeze.
     *
     * @param pids the container's processes, as this program sees them
     * @param init one of them, the container's first
     * @return bytes of memory shipped
     */
    public long run(List<Integer> pids, int init, Patience patience)
            throws IOException, InterruptedException {
        int depth = ProcessMemory.depth(init);
        ProcessMemory.Buffers buffers = new ProcessMemory.Buffers();
        for (int round = 0; round < ROUNDS; round++) {
            Set<Integer> left = copied.processes();
            for (int pid : pids) {
                Optional<ProcessMemory> opened = ProcessMemory.open(pid, depth, buffers);
                if (opened.isPresent()) {
                    try (ProcessMemory memory = opened.get()) {
                        left.remove(memory.process());
                        new Round(round, memory.process()).copy(memory, patience);
                    }
                }
            }
            // What was copied of a process that has ended may still be asked for under its number.
            for (int process : left) {
                new Round(round, process).keep();
            }
        }
        return bytes;
    }

    /** One process in one round. */
    private final class Round {
        private final int process;
        private final String folder;
        private final BlockTag.Maker tags;
        private final @Nullable Blocks before;
        private final Blocks after = new Blocks();
        private final Pagemap pagemap;
        private int kept;
        private long looked;
        private long shipped;
        private @Nullable FileSink pages;

        Round(int round, int process) {
            this.process = process;
            this.folder = "parent/".repeat(ROUNDS - round);
            this.tags = copied.tags(process);
            this.before = copied.of(process);
            this.pagemap = new Pagemap("pagemap-" + process + ".img", process);
        }

        void copy(ProcessMemory memory, Patience patience)
                throws IOException, InterruptedException {
            try {
                if (patience.goesOn()) {
                    memory.blocks((address, contents, length) -> {
                        block(address, contents, length);
                        return worthwhile() && patience.goesOn();
                    });
                }
            } catch (TransferException e) {
                throw e;
            } catch (IOException ended) {
                // The process is gone; what it had is not needed.
            }
            keep();
        }

        /** A process that changes most of its memory between two rounds is not copied again. */
        private boolean worthwhile() {
            return before == null || shipped < ENOUGH_TO_JUDGE || shipped < looked / 2;
        }

        /** What was not looked at in this round stays good as the last one left it. */
        void keep() throws IOException, InterruptedException {
            Blocks known = before;
            while (known != null && kept < known.size()) {
                pagemap.add(
                        known.address(kept),
                        known.bytes(kept) / PageCommand.PAGE,
                        PageCommand.PARENT);
                after.add(known, kept);
                kept++;
            }
            finish();
        }

        private void block(long address, byte[] contents, int length)
                throws IOException, InterruptedException {
            passBlocksUntil(address + Blocks.WINDOW);
            BlockTag tag = tags.of(address, contents, length);
            Blocks known = before;
            if (known != null && known.holds(address, length, tag)) {
                pagemap.add(address, length / PageCommand.PAGE, PageCommand.PARENT);
            } else {
                FileSink sink = pages;
                if (sink == null) {
                    sink =
                            sender.file(
                                    FileHeader.Kind.IMAGE,
                                    container,
                                    folder + "pages-" + process + ".img",
                                    null);
                    pages = sink;
                }
                sink.write(ByteBuffer.wrap(contents, 0, length));
                pagemap.add(address, length / PageCommand.PAGE, PageCommand.PRESENT);
                bytes += length;
                shipped += length;
            }
            looked += length;
            after.add(address, length, tag);
        }

        /** What lay before and is not there any more is not needed either. */
        private void passBlocksUntil(long address) {
            Blocks known = before;
            while (known != null && kept < known.size() && known.address(kept) < address) {
                kept++;
            }
        }

        private void finish() throws IOException, InterruptedException {
            FileSink sink = pages;
            if (sink != null) {
                sink.end();
            }
            copied.put(process, after);
            if (after.size() == 0) {
                return;
            }
            FileSink map =
                    sender.file(FileHeader.Kind.IMAGE, container, folder + pagemap.name(), null);
            map.write(ByteBuffer.wrap(pagemap.bytes()));
            map.end();
        }
    }
}
