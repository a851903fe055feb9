package io.podferry.policy.engine;

import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.risk.RiskTable;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.NodeTable;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * How far ahead must be looked, in steps of doubling: further than it takes to move a tenth of the
 * largest node away. Looking further costs more than it brings, as little is known about then; pods
 * so large that they need longer stay, and others go in their place.
 */
final class Horizon {
    private static final int EVERY_TICKS = 16;
    private static final int DOUBLINGS = 3;
    private static final double ROOM = 1.5;
    private static final double NODE_SHARE = 0.1;

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
        NodeTable nodes = table.nodes();
        for (int node = 0; node < nodes.rows(); node++) {
            if (nodes.present(node)) {
                largest = Math.max(largest, nodes.usable(node));
            }
        }
        DataSize part = new DataSize(Math.round(NODE_SHARE * largest));
        double needed = ROOM * durations.slowest(part).toMillis();
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
