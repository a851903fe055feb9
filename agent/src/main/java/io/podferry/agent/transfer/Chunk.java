package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A reusable buffer for one chunk and what belongs to it. Passed from thread to thread, never
 * shared.
 */
final class Chunk {
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocateDirect(Frame.BLOCK).asReadOnlyBuffer();

    /**
     * The chunk's bytes, from index 0; off the heap, where network, cipher and file system take
     * them without a copy.
     */
    final ByteBuffer data = ByteBuffer.allocateDirect(Frame.CHUNK);

    int file;
    long offset;
    int length;
    long zeroBlocks;
    int checksum;

    /** The bytes from the start, as many as are there. */
    ByteBuffer view(int bytes) {
        return data.duplicate().clear().limit(bytes);
    }

    /** CRC-32C of what is there. */
    int computeChecksum() {
        CRC32C crc = new CRC32C();
        crc.update(view(length));
        return (int) crc.getValue();
    }

    /** Finds the blocks that are all zero; of most others only the first byte is looked at. */
    void findZeros() {
        long zeros = 0;
        for (int block = 0; block * Frame.BLOCK < length; block++) {
            int from = block * Frame.BLOCK;
            int size = Math.min(length - from, Frame.BLOCK);
            if (data.get(from) == 0 && data.slice(from, size).mismatch(ZEROS.slice(0, size)) < 0) {
                zeros |= 1L << block;
            }
        }
        zeroBlocks = zeros;
    }

    /** Length without the blocks that are all zero. */
    static int packedLength(int length, long zeroBlocks) {
        int packed = 0;
        for (int block = 0; block * Frame.BLOCK < length; block++) {
            if ((zeroBlocks >>> block & 1) == 0) {
                packed += Math.min(Frame.BLOCK, length - block * Frame.BLOCK);
            }
        }
        return packed;
    }

    /** Moves the other blocks together at the start. */
    int pack() {
        int to = 0;
        for (int block = 0; block * Frame.BLOCK < length; block++) {
            if ((zeroBlocks >>> block & 1) == 0) {
                int size = Math.min(Frame.BLOCK, length - block * Frame.BLOCK);
                data.put(to, data, block * Frame.BLOCK, size);
                to += size;
            }
        }
        return to;
    }

    /** The opposite of {@link #pack}: puts blocks back in their places and zeros between them. */
    void unpack() {
        int from = packedLength(length, zeroBlocks);
        for (int block = (length - 1) / Frame.BLOCK; block >= 0; block--) {
            int start = block * Frame.BLOCK;
            int size = Math.min(Frame.BLOCK, length - start);
            if ((zeroBlocks >>> block & 1) == 0) {
                from -= size;
                data.put(start, data, from, size);
            } else {
                data.put(start, ZEROS, 0, size);
            }
        }
    }
}
