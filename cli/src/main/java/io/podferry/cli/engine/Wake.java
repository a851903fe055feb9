package io.podferry.cli.engine;

import org.jspecify.annotations.Nullable;

/** Wakes the loop, which does not exist yet when those who wake it are made. Thread-safe. */
public final class Wake implements Runnable {
    private volatile @Nullable EngineLoop loop;

    /** Wakes this loop from now on. */
    public void to(EngineLoop target) {
        loop = target;
    }

    /** There is a new reading. */
    public void telemetry() {
        EngineLoop target = loop;
        if (target != null) {
            target.telemetry();
        }
    }

    @Override
    public void run() {
        EngineLoop target = loop;
        if (target != null) {
            target.wake();
        }
    }
}
