package io.podferry.agent.transfer;

import java.nio.ByteBuffer;

/**
 * Head of everything that travels in the sealed stream; a sealed payload of {@code wireLength}
 * bytes and its tag follow. Fixed size, big-endian, authenticated with the payload. Every bound is
 * checked before anything is believed.
 *
 * @param type what it is
 * @param encoding of a chunk's payload
 * @param file number of the file it belongs to
 * @param offset of a chunk in its file, or the size of a file that ends
 * @param rawLength bytes of a chunk in its file
 * @param wireLength bytes of payload, without the tag
 * @param zeroBlocks bit i is set when block i of the chunk is all zero and was left out
 * @param checksum CRC-32C of the chunk as the source read it, unsigned
 */
record Frame(
        Type type,
        Encoding encoding,
        int file,
        long offset,
        int rawLength,
        int wireLength,
        long zeroBlocks,
        int checksum) {
    /** Bytes of a head. */
    static final int BYTES = 36;

    /** Largest chunk. */
    static final int CHUNK = 1 << 20;

    /** Bytes that one bit of {@code zeroBlocks} stands for. */
    static final int BLOCK = CHUNK / Long.SIZE;

    /** Largest JSON payload. */
    static final int TEXT = 256 * 1024;

    /** What a frame is. */
    enum Type {
        /** A file begins; JSON. */
        FILE,
        /** Bytes of a file. */
        CHUNK,
        /** A file is complete. */
        END,
        /** All is sent; JSON. */
        MANIFEST
    }

    /** Form of a chunk's payload. */
    enum Encoding {
        RAW,
        ZSTD
    }

    static Frame text(Type type, int length) {
        return new Frame(type, Encoding.RAW, 0, 0, 0, length, 0, 0);
    }

    static Frame end(int file, long size) {
        return new Frame(Type.END, Encoding.RAW, file, size, 0, 0, 0, 0);
    }

    void write(ByteBuffer out) {
        out.put((byte) type.ordinal())
                .put((byte) encoding.ordinal())
                .putShort((short) 0)
                .putInt(file)
                .putLong(offset)
                .putInt(rawLength)
                .putInt(wireLength)
                .putLong(zeroBlocks)
                .putInt(checksum);
    }

    /**
     * @throws TransferException when it is not a frame of this protocol
     */
    static Frame read(ByteBuffer in) throws TransferException {
        int type = in.get();
        int encoding = in.get();
        int reserved = in.getShort();
        if (type < 0
                || type >= Type.values().length
                || encoding < 0
                || encoding > 1
                || reserved != 0) {
            throw new TransferException(
                    "not a frame: type %d, encoding %d. Maybe the agents have different versions?"
                            .formatted(type, encoding));
        }
        return new Frame(
                        Type.values()[type],
                        Encoding.values()[encoding],
                        in.getInt(),
                        in.getLong(),
                        in.getInt(),
                        in.getInt(),
                        in.getLong(),
                        in.getInt())
                .checked();
    }

    private Frame checked() throws TransferException {
        boolean good =
                switch (type) {
                    case CHUNK ->
                            rawLength > 0
                                    && rawLength <= CHUNK
                                    && wireLength >= 0
                                    && wireLength <= rawLength
                                    && file >= 0
                                    && offset >= 0
                                    && offset <= Long.MAX_VALUE - CHUNK;
                    case END -> wireLength == 0 && file >= 0 && offset >= 0;
                    case FILE, MANIFEST -> wireLength >= 0 && wireLength <= TEXT;
                };
        if (!good) {
            throw new TransferException("frame out of bounds: " + this);
        }
        return this;
    }
}
