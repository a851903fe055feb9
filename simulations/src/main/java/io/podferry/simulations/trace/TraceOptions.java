package io.podferry.simulations.trace;

import io.podferry.policy.units.DataSize;
import java.util.Optional;

/**
 * How to read traces.
 *
 * @param dialect the format, when it is not to be recognised
 * @param unit what 1 (or 100 %) stands for in traces that give shares only
 */
public record TraceOptions(Optional<Dialect> dialect, DataSize unit) {
    public static final TraceOptions DEFAULT =
            new TraceOptions(Optional.empty(), DataSize.ofGibibytes(64));
}
