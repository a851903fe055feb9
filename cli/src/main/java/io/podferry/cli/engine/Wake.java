package io.podferry.cli.engine;

import org.jspecify.annotations.Nullable;

/** Wakes the loop, which does not exist yet when those who wake it are made. Thread-safe. */
final class Wake implements Runnable {
    private volatile @Nullable EngineLoop loop;

    void to(EngineLoop target) {
        loop = target;
    }

    @Override
    public void run() {
        EngineLoop target = loop;
        if (target != null) {
            target.wake();
        }
    }
}
