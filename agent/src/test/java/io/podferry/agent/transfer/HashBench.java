package io.podferry.agent.transfer;

import io.podferry.agent.security.FastCrypto;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Random;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Speeds of what could protect a chunk, in five rounds of 256 MiB, for docs/designs/0002. Argument "native" puts the native
 * provider first.
 */
final class HashBench {
    private static final int CHUNKS = 256;
    private static final byte[] DATA = new byte[1 << 20];
    private static final byte[] OUT = new byte[(1 << 20) + Seal.TAG];
    private static long nonce;

    private HashBench() {}

    private interface Work {
        void run() throws GeneralSecurityException;
    }

    @SuppressWarnings("SystemOut")
    private static void measure(String name, Work work) throws GeneralSecurityException {
        StringBuilder line = new StringBuilder(name).append(':');
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CHUNKS; i++) {
                work.run();
            }
            line.append(" %.2f".formatted(CHUNKS / 1024.0 / ((System.nanoTime() - start) / 1e9)));
        }
        System.out.println(line + " GiB/s");
    }

    public static void main(String[] arguments) throws GeneralSecurityException {
        if (arguments.length > 0 && arguments[0].equals("native")) {
            FastCrypto.install();
        }
        new Random(1).nextBytes(DATA);
        CRC32C crc = new CRC32C();
        measure("CRC-32C", () -> crc.update(DATA, 0, DATA.length));
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        measure("SHA-256", () -> sha.update(DATA));
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
        measure(
                "AES-128-GCM",
                () -> {
                    byte[] iv = ByteBuffer.allocate(12).putLong(nonce++).array();
                    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
                    gcm.doFinal(DATA, 0, DATA.length, OUT, 0);
                });
    }
}
