package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a checkpoint again and compares every chunk, and the whole, with what was
 * verified on arrival.
 */
public final class Verification {
    private Verification() {}

    /**
     * Verifies.
     *
     * @return the root hash
     * @throws TransferException naming the first image that is damaged, or when the checkpoint is
     *     not complete
     */
    public static String verify(CheckpointFolder folder) throws IOException {
        CheckpointFolder.Manifest manifest =
                folder.manifest()
                        .orElseThrow(() ->
                                new TransferException(
                                        "no complete checkpoint in " + folder.path()));
        try (Reader reader = new Reader(folder)) {
            ShipmentLog.read(folder.log(), reader);
            String hash = reader.root.hex();
            if (!RootHash.same(hash, manifest.rootHash())) {
                throw new TransferException(
                        "the log of %s has root hash %s, but should have %s"
                                .formatted(folder.path(), hash, manifest.rootHash()));
            }
            return hash;
        }
    }

    private static final class Reader implements ShipmentLog.Visitor, AutoCloseable {
        private final CheckpointFolder folder;
        private final RootHash root = new RootHash();
        private final Map<Integer, FileChannel> images = new HashMap<>();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(Frame.CHUNK);

        Reader(CheckpointFolder folder) {
            this.folder = folder;
        }

        @Override
        public void file(byte[] json) throws IOException {
            root.file(json);
            FileHeader header = Messages.parse(json, FileHeader.class);
            if (header.kind() == FileHeader.Kind.IMAGE) {
                Path path = folder.images(header.owner()).resolve(header.name());
                images.put(
                        header.id(),
                        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            }
        }

        @Override
        public void chunk(int file, long offset, int length, int checksum) throws IOException {
            root.chunk(file, offset, length, checksum);
            FileChannel image = images.get(file);
            if (image == null) {
                return;
            }
            buffer.clear().limit(length);
            long position = offset;
            while (buffer.hasRemaining()) {
                int read = image.read(buffer, position);
                if (read < 0) {
                    throw new TransferException(
                            "an image in %s is too short".formatted(folder.path()));
                }
                position += read;
            }
            CRC32C crc = new CRC32C();
            crc.update(buffer.flip());
            if ((int) crc.getValue() != checksum) {
                throw new TransferException(
                        "image %d in %s is damaged at %d".formatted(file, folder.path(), offset));
            }
        }

        @Override
        public void end(int file, long size) throws IOException {
            root.end(file, size);
            @Nullable FileChannel image = images.remove(file);
            if (image != null) {
                try (image) {
                    if (image.size() != size) {
                        throw new TransferException(
                                "an image in %s has %d bytes instead of %d"
                                        .formatted(folder.path(), image.size(), size));
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (FileChannel image : images.values()) {
                image.close();
            }
        }
    }
}
