package io.podferry.simulations.cluster;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.time.Instant;

/** What runs inside a pod and survives a move: its work so far and, for a counter, its number. */
final class Program {
    private final DemoPod spec;
    private final Instant startedAt;
    private Duration progress = Duration.ZERO;
    private long number;

    Program(DemoPod spec, Instant startedAt) {
        this.spec = spec;
        this.startedAt = startedAt;
    }

    DemoPod spec() {
        return spec;
    }

    Instant startedAt() {
        return startedAt;
    }

    Duration progress() {
        return progress;
    }

    DataSize memory() {
        return spec.shape().at(progress);
    }

    void work(Duration time) {
        progress = progress.plus(time);
    }

    long nextNumber() {
        return ++number;
    }
}
