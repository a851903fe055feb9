package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hash of a chunk: the tag of AES-128-GCM (NIST SP 800-38D) under a key of this shipment
 * alone, with the chunk's place as nonce, so that a chunk in another place has another hash. Nobody
 * without the ticket's secret can make one. It costs a fraction of SHA-256 on processors with AES
 * instructions (docs/designs/0002-transfer.md). Not thread-safe.
 */
final class ChunkHash {
    /** Length of a hash. */
    static final int BYTES = 16;

    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] sealed = new byte[Frame.CHUNK + BYTES];
    private final byte[] nonce = new byte[NONCE_BYTES];

    /**
     * @param secret of the ticket
     * @param salt fresh for every shipment
     */
    ChunkHash(String secret, String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] derived =
                    mac.doFinal(("podferry chunk hash " + salt).getBytes(StandardCharsets.UTF_8));
            key = new SecretKeySpec(derived, 0, KEY_BYTES, "AES");
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA-256 or AES-GCM", e);
        }
    }

    /**
     * Hash of {@code data}. A place must never be hashed with two different contents; a shipment
     * sends each place once.
     *
     * @param out gets {@link #BYTES} bytes
     */
    void of(int file, long offset, byte[] data, int from, int length, byte[] out) {
        ByteBuffer.wrap(nonce).putInt(file).putLong(offset);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(BYTES * Byte.SIZE, nonce));
            int written = cipher.doFinal(data, from, length, sealed, 0);
            System.arraycopy(sealed, written - BYTES, out, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "cannot hash chunk %d of file %d".formatted(offset, file), e);
        }
    }
}
