package io.podferry.simulations.run;

import java.time.Duration;

/** Decides how fast virtual time passes for those who watch, and whether they still do. */
@FunctionalInterface
public interface Pace {
    /** As fast as the machine can. */
    Pace UNHURRIED = _ -> true;

    /**
     * Returns when the run may have reached {@code elapsed}.
     *
     * @param elapsed virtual time since the beginning of the run
     * @return false when the run is to end now
     */
    boolean reach(Duration elapsed);
}
