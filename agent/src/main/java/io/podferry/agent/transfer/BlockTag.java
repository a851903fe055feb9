package io.podferry.agent.transfer;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * What tells two contents of a block apart: the GMAC (NIST SP 800-38D) under a key that is drawn
 * for one move and never leaves the agent. Two different contents that were chosen without knowing
 * the key have equal tags with a probability below 2^-115 (the bound of a universal hash: blocks of
 * the content / 2^128). A tag is only compared, never told.
 *
 * @param high first half
 * @param low second half
 */
record BlockTag(long high, long low) {
    /** Computes tags. One process per object and each block once, so that no nonce comes twice. */
    static final class Maker {
        private final Cipher cipher;
        private final SecretKey key;
        private final byte[] nonce = new byte[12];
        private final int process;

        Maker(SecretKey key, int process) {
            this.key = key;
            this.process = process;
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK lacks AES-GCM", e);
            }
        }

        BlockTag of(long address, byte[] contents, int length) {
            try {
                ByteBuffer.wrap(nonce).putInt(process).putLong(address);
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
                cipher.updateAAD(contents, 0, length);
                ByteBuffer tag = ByteBuffer.wrap(cipher.doFinal());
                return new BlockTag(tag.getLong(), tag.getLong());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot compute a tag", e);
            }
        }
    }
}
