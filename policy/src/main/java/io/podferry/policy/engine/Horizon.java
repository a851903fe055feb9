package io.podferry.policy.engine;

import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.risk.RiskTable;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * How far ahead must be looked: further than the slowest move takes, in steps of doubling. Looking
 * further than needed costs false alarms, so it comes down again when the large pods are gone.
 */
final class Horizon {
    private static final int EVERY_TICKS = 16;
    private static final int DOUBLINGS = 3;
    private static final double ROOM = 1.5;

    private Duration shortest;
    private final ClusterTable table;
    private final DurationModel durations;
    private final RiskTable risks;

    Horizon(Duration shortest, ClusterTable table, DurationModel durations, RiskTable risks) {
        this.shortest = shortest;
        this.table = table;
        this.durations = durations;
        this.risks = risks;
    }

    /** At least this far from now on. */
    void atLeast(Duration horizon) {
        shortest = horizon;
    }

    void adapt(long tick) {
        if (tick % EVERY_TICKS != 1) {
            return;
        }
        long largest = 0;
        for (int pod = 0; pod < table.rows(); pod++) {
            if (table.present(pod)) {
                largest = Math.max(largest, table.memory(pod));
            }
        }
        double needed = ROOM * durations.slowest(new DataSize(largest)).toMillis();
        Duration wanted = shortest;
        for (int i = 0; i < DOUBLINGS && wanted.toMillis() < needed; i++) {
            wanted = wanted.multipliedBy(2);
        }
        boolean longer = wanted.compareTo(risks.horizon()) > 0;
        boolean muchShorter = wanted.multipliedBy(2).compareTo(risks.horizon()) < 0;
        if (longer || muchShorter) {
            risks.horizon(wanted);
        }
    }
}
