package io.podferry.agent.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The JSON payloads of the protocol. */
final class Messages {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Messages() {}

    /**
     * The source introduces itself.
     *
     * @param version of the protocol
     * @param ticket its right
     */
    record Hello(int version, Ticket ticket) {
        static final int VERSION = 1;
    }

    /**
     * The target's answer.
     *
     * @param node its name, null when it refuses
     * @param reason why it refuses, null when it does not
     */
    record Welcome(@Nullable String node, @Nullable String reason) {}

    /**
     * All is sent.
     *
     * @param rootHash over everything
     * @param files number of files
     */
    record Manifest(String rootHash, int files) {}

    /**
     * What the target says at the end, or at once when it refuses.
     *
     * @param rootHash of what is verified and stored, null when it refuses
     * @param reason why it refuses, null when it does not
     */
    record Verdict(@Nullable String rootHash, @Nullable String reason) {}

    static byte[] bytes(Object message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write as JSON: " + message, e);
        }
    }

    static <T> T parse(byte[] bytes, Class<T> type) throws TransferException {
        try {
            T value = JSON.readValue(bytes, type);
            if (value == null) {
                throw new TransferException("an empty " + type.getSimpleName());
            }
            return value;
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            String start =
                    new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8);
            throw new TransferException("not a %s: '%s'".formatted(type.getSimpleName(), start), e);
        }
    }
}
