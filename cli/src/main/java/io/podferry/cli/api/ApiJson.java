package io.podferry.cli.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The one JSON mapper of the engine's API. */
public final class ApiJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private ApiJson() {}

    /** Shared and thread-safe; not to be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }
}
