package io.podferry.agent.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what arrives, after checking it against what is expected: owners and names, sizes, every
 * chunk's hash, the order of chunks. Keeps the log and the root hash. Used by one thread.
 */
final class Store implements Closeable {
    private static final int MOST_OPEN = 64;
    private static final int MOST_FILES = 1_000_000;

    private final Expectation expected;
    private final CheckpointFolder folder;
    private final ShipmentLog log;
    private final RootHash root = new RootHash();
    private final Map<Integer, Open> open = new HashMap<>();
    private final Set<Path> images = new HashSet<>();
    private final Map<String, CapturedTarget> captured = new HashMap<>();
    private long total;
    private int files;

    private static final class Open {
        private final FileHeader header;
        private final @Nullable FileChannel channel;
        private long written;
        private boolean hole;

        Open(FileHeader header, @Nullable FileChannel channel) {
            this.header = header;
            this.channel = channel;
        }
    }

    Store(Expectation expected) throws IOException {
        this.expected = expected;
        this.folder = new CheckpointFolder(expected.folder());
        for (String container : expected.containers()) {
            if (!ImageNames.container(container)) {
                throw new TransferException("not a container's name: '" + container + "'");
            }
            Files.createDirectories(folder.images(container), CheckpointFolder.PRIVATE_FOLDER);
        }
        this.log = new ShipmentLog(folder.log());
    }

    void file(byte[] json) throws IOException {
        FileHeader header = Messages.parse(json, FileHeader.class);
        if (header.id() != files || ++files > MOST_FILES || open.size() >= MOST_OPEN) {
            throw new TransferException(
                    "file %d out of turn after %d".formatted(header.id(), files));
        }
        root.file(json);
        log.file(json);
        open.put(header.id(), new Open(header, channel(header)));
    }

    private @Nullable FileChannel channel(FileHeader header) throws IOException {
        return switch (header.kind()) {
            case IMAGE -> {
                if (!expected.containers().contains(header.owner())
                        || !(ImageNames.image(header.name()) || ImageNames.parent(header.name()))) {
                    throw new TransferException(
                            "image '%s' of '%s' is not expected"
                                    .formatted(header.name(), header.owner()));
                }
                Path path = folder.images(header.owner()).resolve(header.name());
                if (!images.add(path)) {
                    throw new TransferException("image '%s' came twice".formatted(header.name()));
                }
                if (ImageNames.parent(header.name())) {
                    Files.createDirectories(
                            path.resolveSibling(""), CheckpointFolder.PRIVATE_FOLDER);
                }
                Files.createFile(path, CheckpointFolder.PRIVATE_FILE);
                yield FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            }
            case CAPTURED -> {
                Path place = expected.captured().get(header.owner());
                FileHeader.Entry entry = header.entry();
                if (place == null || entry == null) {
                    throw new TransferException(
                            "captured folder '%s' is not expected".formatted(header.owner()));
                }
                yield captured.computeIfAbsent(header.owner(), _ -> new CapturedTarget(place))
                        .make(header.name(), entry);
            }
        };
    }

    /** Verifies and writes a chunk, whose zero blocks are in place. */
    void chunk(Chunk chunk) throws IOException {
        Open file = open.get(chunk.file);
        if (file == null || file.channel == null || chunk.offset != file.written) {
            throw new TransferException("a chunk of file %d out of turn".formatted(chunk.file));
        }
        total += chunk.length;
        if (total > expected.quotaBytes()) {
            throw new TransferException(
                    "more than %d MiB arrived, which is the quota of this move. Maybe the pod wrote large files; move them to a shared volume."
                            .formatted(expected.quotaBytes() >> 20));
        }
        if (chunk.computeChecksum() != chunk.checksum) {
            throw new TransferException(
                    "a chunk of '%s' at %d is damaged".formatted(file.header.name(), chunk.offset));
        }
        root.chunk(chunk.file, chunk.offset, chunk.length, chunk.checksum);
        log.chunk(chunk.file, chunk.offset, chunk.length, chunk.checksum);
        write(file.channel, chunk);
        file.written += chunk.length;
        file.hole = (chunk.zeroBlocks >>> (chunk.length - 1) / Frame.BLOCK & 1) != 0;
    }

    /** Zero blocks become holes. */
    private static void write(FileChannel channel, Chunk chunk) throws IOException {
        int blocks = (chunk.length + Frame.BLOCK - 1) / Frame.BLOCK;
        int block = 0;
        while (block < blocks) {
            if ((chunk.zeroBlocks >>> block & 1) != 0) {
                block++;
                continue;
            }
            int first = block;
            while (block < blocks && (chunk.zeroBlocks >>> block & 1) == 0) {
                block++;
            }
            int from = first * Frame.BLOCK;
            int to = Math.min(chunk.length, block * Frame.BLOCK);
            ByteBuffer run = chunk.data.slice(from, to - from);
            long position = chunk.offset + from;
            while (run.hasRemaining()) {
                position += channel.write(run, position);
            }
        }
    }

    void end(int id, long size) throws IOException {
        Open file = open.remove(id);
        if (file == null || file.written != size) {
            throw new TransferException("file %d ended at %d out of turn".formatted(id, size));
        }
        root.end(id, size);
        log.end(id, size);
        if (file.channel != null) {
            if (file.hole) {
                file.channel.write(ByteBuffer.allocate(1), size - 1);
            }
            file.channel.close();
        }
        FileHeader.Entry entry = file.header.entry();
        CapturedTarget target = captured.get(file.header.owner());
        if (entry != null && target != null && entry.type() == FileHeader.Type.FILE) {
            target.finishFile(file.header.name(), entry);
        }
    }

    /**
     * Makes the checkpoint complete when it is what the source says.
     *
     * @return the root hash
     */
    String complete(Messages.Manifest manifest) throws IOException {
        if (!open.isEmpty() || manifest.files() != files) {
            throw new TransferException(
                    "the shipment is incomplete: %d of %d files"
                            .formatted(files - open.size(), manifest.files()));
        }
        for (CapturedTarget target : captured.values()) {
            target.finishAll();
        }
        String hash = root.hex();
        if (!RootHash.same(hash, manifest.rootHash())) {
            throw new TransferException(
                    "the root hash is %s, but should be %s".formatted(hash, manifest.rootHash()));
        }
        log.close();
        folder.complete(new CheckpointFolder.Manifest(hash, total));
        return hash;
    }

    long total() {
        return total;
    }

    @Override
    public void close() throws IOException {
        log.close();
        for (Open file : open.values()) {
            if (file.channel != null) {
                file.channel.close();
            }
        }
    }
}
