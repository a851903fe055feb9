package io.podferry.simulations.record;

import java.io.IOException;
import java.util.OptionalLong;

/** Reads memory that cannot be reclaimed. */
public interface MemoryProbe {
    /** Bytes now; empty when there is nothing to measure any more. */
    OptionalLong bytes() throws IOException;
}
