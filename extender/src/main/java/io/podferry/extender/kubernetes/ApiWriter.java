package io.podferry.extender.kubernetes;

import java.io.IOException;
import java.time.Duration;

/** Port: reads from the API server and writes to it. Thread-safe. */
public interface ApiWriter extends ApiTransport {
    /** What a request does. */
    enum Method {
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /**
     * Something to be written.
     *
     * @param pathAndQuery below the server's address
     * @param mediaType of the body; for a patch it says which kind of patch
     */
    record Change(Method method, String pathAndQuery, String mediaType, byte[] body) {
        /** The media type of objects. */
        public static final String JSON = "application/json";

        /** The media type of a patch that names only the fields that change. */
        public static final String MERGE_PATCH = "application/merge-patch+json";
    }

    /**
     * Sends a change; the answer's status may be anything.
     *
     * @param silence how long nothing may arrive before the connection counts as broken
     * @throws IOException when there is no answer: the change may or may not have been made
     */
    ApiResponse send(Change change, Duration silence) throws IOException;
}
