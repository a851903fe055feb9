package io.podferry.cli.view;

import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent.MigrationChanged;
import java.time.Duration;

/**
 * A move under way.
 *
 * @param since when it was planned
 * @param shippingSince when its first bytes went out
 * @param last its newest event
 * @param bytesPerSecond rate of shipping, over the time in which bytes went out
 */
record Move(Duration since, Duration shippingSince, MigrationChanged last, double bytesPerSecond) {
    static Move first(MigrationChanged change) {
        return new Move(change.at(), change.at(), change, 0);
    }

    Move next(MigrationChanged change) {
        boolean shipping = last.bytesDone() > 0;
        Duration began = shipping ? shippingSince : last.at();
        double seconds = change.at().minus(began).toMillis() / 1000.0;
        boolean more = change.bytesDone() > last.bytesDone() && seconds > 0;
        return new Move(since, began, change, more ? change.bytesDone() / seconds : bytesPerSecond);
    }

    /** Whether the clone runs. */
    boolean through() {
        return last.state() == MigrationState.RUNNING || last.state() == MigrationState.DONE;
    }
}
