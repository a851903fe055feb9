package io.podferry.extender.leader;

import java.time.Duration;

/** Port: whether this replica may act. Thread-safe; answers from memory. */
@FunctionalInterface
public interface Leadership {
    /** There is one replica only, which always may. */
    Leadership ALONE = _ -> true;

    /**
     * Whether an effect may begin now. Nobody else acts until it ends, if it takes no longer than
     * this.
     */
    boolean mayAct(Duration effect);
}
