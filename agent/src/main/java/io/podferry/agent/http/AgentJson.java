package io.podferry.agent.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The one JSON mapper of the API: unknown fields are ignored, so that neighbours of different
 * versions understand each other.
 */
final class AgentJson {
    static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AgentJson() {}
}
