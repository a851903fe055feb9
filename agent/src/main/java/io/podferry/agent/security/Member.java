package io.podferry.agent.security;

import java.util.List;

/**
 * Somebody with a certificate of the cluster.
 *
 * @param name node name, or any other name for an engine or a command line; letters, digits, '-'
 *     and '.'
 * @param role what it may ask for
 * @param addresses IPv4 addresses it listens on; clients check them
 */
public record Member(String name, Role role, List<String> addresses) {
    /** What the holder of a certificate may ask for. */
    public enum Role {
        /** Sends and receives images; asks no API. */
        AGENT,
        /** Asks agents for everything. */
        ENGINE,
        /** Asks the engine. */
        OPERATOR
    }

    public Member {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,62}")) {
            throw new IllegalArgumentException(
                    "not a name for a certificate: '%s' (letters, digits, '-' and '.', at most 63)"
                            .formatted(name));
        }
        addresses = List.copyOf(addresses);
    }
}
