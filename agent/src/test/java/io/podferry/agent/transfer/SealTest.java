package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[16], "AES");

    private static ByteBuffer random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer sealed(Seal seal, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocateDirect(Seal.sealedLength(payload.remaining()));
        seal.seal(head(), payload.duplicate(), out);
        return out.flip();
    }

    private static ByteBuffer head() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3});
    }

    private static ByteBuffer opened(Seal seal, ByteBuffer head, ByteBuffer sealed)
            throws TransferException {
        ByteBuffer out = ByteBuffer.allocateDirect(sealed.remaining());
        seal.open(head, sealed, out);
        return out.flip();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Seal.RECORD - 1, Seal.RECORD, Seal.RECORD + 1, Frame.CHUNK})
    void whatWasSealedOpens(int length) throws Exception {
        ByteBuffer payload = random(length);
        ByteBuffer sealed = sealed(new Seal(KEY), payload);
        assertThat(sealed.remaining()).isEqualTo(Seal.sealedLength(length));
        assertThat(opened(new Seal(KEY), head(), sealed)).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100_000, 200_000})
    void oneChangedBitDoesNotOpen(int at) {
        ByteBuffer sealed = sealed(new Seal(KEY), random(200_000));
        sealed.put(at, (byte) (sealed.get(at) ^ 1));
        assertThatThrownBy(() -> opened(new Seal(KEY), head(), sealed))
                .hasMessageContaining("arrived damaged");
    }

    @Test
    void payloadBehindAnotherHeadDoesNotOpen() {
        ByteBuffer sealed = sealed(new Seal(KEY), random(100));
        assertThatThrownBy(() -> opened(new Seal(KEY), ByteBuffer.wrap(new byte[] {9}), sealed))
                .hasMessageContaining("arrived damaged");
    }

    @Test
    void repeatedOrSkippedPayloadDoesNotOpen() throws Exception {
        Seal seal = new Seal(KEY);
        ByteBuffer first = sealed(seal, random(100));
        ByteBuffer second = sealed(seal, random(100));
        assertThatThrownBy(() -> opened(new Seal(KEY), head(), second.duplicate()))
                .hasMessageContaining("damaged");
        Seal reader = new Seal(KEY);
        opened(reader, head(), first.duplicate());
        assertThatThrownBy(() -> opened(reader, head(), first.duplicate()))
                .hasMessageContaining("damaged");
    }
}
