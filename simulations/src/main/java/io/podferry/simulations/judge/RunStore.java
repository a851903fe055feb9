package io.podferry.simulations.judge;

import io.podferry.simulations.world.RunResult;
import java.util.Optional;

/** Keeps results of runs. Thread-safe. */
public interface RunStore {
    Optional<RunResult> find(String policy, long seed);

    void keep(String policy, RunResult result);

    /** Keeps nothing. */
    static RunStore none() {
        return new RunStore() {
            @Override
            public Optional<RunResult> find(String policy, long seed) {
                return Optional.empty();
            }

            @Override
            public void keep(String policy, RunResult result) {}
        };
    }
}
