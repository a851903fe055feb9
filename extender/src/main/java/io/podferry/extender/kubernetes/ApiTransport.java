package io.podferry.extender.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Port: reads from the API server. Thread-safe. */
public interface ApiTransport {
    /**
     * Sends a GET.
     *
     * @param pathAndQuery below the server's address, for example {@code /api/v1/nodes?limit=500}
     * @param silence how long nothing may arrive before the connection counts as broken
     */
    ApiResponse get(String pathAndQuery, Duration silence) throws IOException;

    /** An answer whose body is read as it arrives; closing it ends the exchange at once. */
    interface ApiResponse extends Closeable {
        /** HTTP status code. */
        int status();

        InputStream body();
    }
}
