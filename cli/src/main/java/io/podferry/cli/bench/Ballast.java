package io.podferry.cli.bench;

import io.podferry.policy.units.DataSize;
import java.lang.foreign.Arena;

/**
 * Memory that is held until a pod freezes and then let go, so that its clone finds memory which the
 * machine really has. Plain {@code runc restore} finds that, too: the memory of the program it has
 * just checkpointed. A virtual machine that gives its free memory back to its host would otherwise
 * pay for every page of the clone several times what restoring it costs, because source and clone
 * are on one machine here. Not thread-safe.
 */
final class Ballast implements AutoCloseable {
    private static final int ALIGNMENT = 4096;

    private final Arena arena = Arena.ofShared();
    private boolean held = true;

    /** Takes and touches as much memory. */
    Ballast(DataSize size) {
        arena.allocate(size.bytes(), ALIGNMENT).fill((byte) 1);
    }

    /** Lets it go. Idempotent. */
    void drop() {
        if (held) {
            held = false;
            arena.close();
        }
    }

    @Override
    public void close() {
        drop();
    }
}
