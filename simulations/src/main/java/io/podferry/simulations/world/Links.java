package io.podferry.simulations.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Transfers share the links of their two nodes: with n transfers at its busier end, one has the
 * n-th part of a link. Not thread-safe.
 */
final class Links {
    private final int[] busy;
    private final List<Transfer> open = new ArrayList<>();
    private final Timer timer;

    /** Asks to be called when a transfer is through. */
    interface Timer {
        void at(long millis, int transfer, int version);
    }

    /** One transfer, in milliseconds of work at full speed. */
    static final class Transfer {
        private final int id;
        private final int source;
        private final int target;
        private double left;
        private double speed;
        private long since;
        private int version;

        private Transfer(int id, int source, int target, double work, long now) {
            this.id = id;
            this.source = source;
            this.target = target;
            this.left = work;
            this.since = now;
        }
    }

    Links(int nodes, Timer timer) {
        this.busy = new int[nodes];
        this.timer = timer;
    }

    Transfer open(int id, int source, int target, double workMillis, long now) {
        Transfer transfer = new Transfer(id, source, target, workMillis, now);
        busy[source]++;
        busy[target]++;
        open.add(transfer);
        adjust(now);
        return transfer;
    }

    void close(Transfer transfer, long now) {
        if (open.remove(transfer)) {
            busy[transfer.source]--;
            busy[transfer.target]--;
            adjust(now);
        }
    }

    /** Whether this call of the timer is about the present course of the transfer. */
    static boolean current(Transfer transfer, int version) {
        return transfer.version == version;
    }

    private void adjust(long now) {
        for (Transfer transfer : open) {
            double speed = 1.0 / Math.max(busy[transfer.source], busy[transfer.target]);
            if (speed != transfer.speed) {
                transfer.left -= transfer.speed * (now - transfer.since);
                transfer.since = now;
                transfer.speed = speed;
                transfer.version++;
                long end = now + (long) Math.ceil(Math.max(0, transfer.left) / speed);
                timer.at(end, transfer.id, transfer.version);
            }
        }
    }
}
