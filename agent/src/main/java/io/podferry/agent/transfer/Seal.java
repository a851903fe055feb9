package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-128-GCM (NIST SP 800-38D) over one direction of a connection, in records of at most {@link
 * #RECORD} bytes with a tag each. The nonce is the number of the record, so that one that is
 * missing, repeated or in another place does not open. The key is used for one connection only. The
 * bytes pass through small arrays that stay in the processor's cache, because ciphers take nothing
 * else without detours. Not thread-safe.
 */
final class Seal {
    /** Length of a tag. */
    static final int TAG = 16;

    /** Most bytes of a record. */
    static final int RECORD = 64 * 1024;

    private static final int NONCE = 12;

    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] nonce = new byte[NONCE];
    private final byte[] in = new byte[RECORD + TAG];
    private final byte[] out = new byte[RECORD + TAG];
    private long number;

    Seal(SecretKey key) {
        this.key = key;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-GCM", e);
        }
    }

    /** Bytes on the wire for a payload. */
    static int sealedLength(int payload) {
        return payload + TAG * Math.max(1, Math.ceilDiv(payload, RECORD));
    }

    /** Seals all of the payload; the head is authenticated with its first record. */
    void seal(ByteBuffer head, ByteBuffer payload, ByteBuffer sealed) {
        try {
            boolean first = true;
            do {
                int length = Math.min(RECORD, payload.remaining());
                payload.get(in, 0, length);
                init(Cipher.ENCRYPT_MODE, first, head);
                int size = cipher.doFinal(in, 0, length, out, 0);
                sealed.put(out, 0, size);
                first = false;
            } while (payload.hasRemaining());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal record " + (number - 1), e);
        }
    }

    /**
     * Opens all of a sealed payload.
     *
     * @throws TransferException when it is not what was sealed behind this head as these records
     */
    void open(ByteBuffer head, ByteBuffer sealed, ByteBuffer payload) throws TransferException {
        try {
            boolean first = true;
            do {
                int length = Math.min(RECORD + TAG, sealed.remaining());
                sealed.get(in, 0, length);
                init(Cipher.DECRYPT_MODE, first, head);
                int size = cipher.doFinal(in, 0, length, out, 0);
                payload.put(out, 0, size);
                first = false;
            } while (sealed.hasRemaining());
        } catch (AEADBadTagException e) {
            throw new TransferException("record %d arrived damaged".formatted(number - 1), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open record " + (number - 1), e);
        }
    }

    private void init(int mode, boolean first, ByteBuffer head) throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).putInt(0).putLong(number++);
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        if (first) {
            cipher.updateAAD(head);
        }
    }
}
