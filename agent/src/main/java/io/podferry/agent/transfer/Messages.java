package io.podferry.agent.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
     * @param salt of this shipment's chunk hashes
     */
    record Hello(int version, Ticket ticket, String salt) {
        static final int VERSION = 1;
    }

    /** The target accepts. */
    record Welcome(String node) {}

    /**
     * All is sent.
     *
     * @param rootHash over everything
     * @param files number of files
     */
    record Manifest(String rootHash, int files) {}

    /** All is stored. */
    record Stored(String rootHash) {}

    /** It cannot be done. */
    record Refused(String reason) {}

    static byte[] bytes(Object message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write as JSON: " + message, e);
        }
    }

    static <T> T parse(byte[] bytes, int length, Class<T> type) throws TransferException {
        try {
            T value = JSON.readValue(bytes, 0, length, type);
            if (value == null) {
                throw new TransferException("an empty " + type.getSimpleName());
            }
            return value;
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException(
                    "not a %s: '%s'"
                            .formatted(
                                    type.getSimpleName(),
                                    new String(
                                            bytes,
                                            0,
                                            Math.min(length, 200),
                                            StandardCharsets.UTF_8)),
                    e);
        }
    }
}
