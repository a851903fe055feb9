package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over everything a shipment consists of, in the order in which it was sent: the places and
 * hashes of all chunks, the headers and sizes of all files. Not thread-safe.
 */
final class RootHash {
    private final MessageDigest digest;
    private final ByteBuffer sum = ByteBuffer.allocate(Integer.BYTES);
    private final ByteBuffer place =
            ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES + Integer.BYTES);

    RootHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    void file(byte[] header) {
        place((byte) 'F', 0, 0, header.length);
        digest.update(header);
    }

    void chunk(int file, long offset, int length, int checksum) {
        place((byte) 'C', file, offset, length);
        digest.update(sum.clear().putInt(checksum).flip());
    }

    void end(int file, long size) {
        place((byte) 'E', file, size, 0);
    }

    private void place(byte what, int file, long offset, int length) {
        place.clear().put(what).putInt(file).putLong(offset).putInt(length).flip();
        digest.update(place);
    }

    /** The hash in hex; nothing may be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
