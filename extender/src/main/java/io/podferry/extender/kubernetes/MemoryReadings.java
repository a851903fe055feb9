package io.podferry.extender.kubernetes;

import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Optional;

/** Port: how much memory nodes and pods use. Thread-safe; answers from memory. */
public interface MemoryReadings {
    /** Nobody reads anything: all is unknown. */
    MemoryReadings NONE =
            new MemoryReadings() {
                @Override
                public Optional<Reading> node(String name) {
                    return Optional.empty();
                }

                @Override
                public Optional<Reading> pod(String qualifiedName, String uid) {
                    return Optional.empty();
                }
            };

    /** Memory that was in use at a time. */
    record Reading(DataSize memory, Instant at) {}

    Optional<Reading> node(String name);

    Optional<Reading> pod(String qualifiedName, String uid);
}
