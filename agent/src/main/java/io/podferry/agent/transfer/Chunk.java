package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A reusable buffer for one chunk and what belongs to it. Passed from thread to thread, never
 * shared.
 */
final class Chunk {
    private static final byte[] ZEROS = new byte[Frame.BLOCK];

    /** Raw bytes of the chunk from index 0; the array has room for one record more. */
    final ByteBuffer data = ByteBuffer.allocate(Frame.CHUNK + TlsLink.SLACK);

    final byte[] hash = new byte[ChunkHash.BYTES];
    int file;
    long offset;
    int length;
    long zeroBlocks;

    byte[] array() {
        return data.array();
    }

    /** Finds the blocks that are all zero. Looks at the first bytes only in most blocks. */
    void findZeros() {
        long zeros = 0;
        byte[] bytes = array();
        for (int block = 0; block * Frame.BLOCK < length; block++) {
            int from = block * Frame.BLOCK;
            int to = Math.min(length, from + Frame.BLOCK);
            if (bytes[from] == 0 && Arrays.mismatch(bytes, from, to, ZEROS, 0, to - from) < 0) {
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
        byte[] bytes = array();
        int to = 0;
        for (int block = 0; block * Frame.BLOCK < length; block++) {
            if ((zeroBlocks >>> block & 1) == 0) {
                int size = Math.min(Frame.BLOCK, length - block * Frame.BLOCK);
                System.arraycopy(bytes, block * Frame.BLOCK, bytes, to, size);
                to += size;
            }
        }
        return to;
    }

    /** The opposite of {@link #pack}: puts blocks back in their places and zeros between them. */
    void unpack() {
        byte[] bytes = array();
        int from = packedLength(length, zeroBlocks);
        for (int block = (length - 1) / Frame.BLOCK; block >= 0; block--) {
            int start = block * Frame.BLOCK;
            int size = Math.min(Frame.BLOCK, length - start);
            if ((zeroBlocks >>> block & 1) == 0) {
                from -= size;
                System.arraycopy(bytes, from, bytes, start, size);
            } else {
                Arrays.fill(bytes, start, start + size, (byte) 0);
            }
        }
    }
}
