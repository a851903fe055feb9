package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.PodUid;
import org.jspecify.annotations.Nullable;

/** Finds the row of a pod: open addressing with linear probing over a column of UIDs. */
final class UidIndex {
    static final int ABSENT = Integer.MIN_VALUE;
    private static final int EMPTY = 0;

    private int[] table = new int[64];
    private int used;

    int find(PodUid uid, @Nullable PodUid[] uids) {
        for (int at = start(uid); ; at = (at + 1) & (table.length - 1)) {
            int row = table[at] - 1;
            if (table[at] == EMPTY) {
                return ABSENT;
            }
            if (uid.equals(uids[row])) {
                return row;
            }
        }
    }

    void put(int row, @Nullable PodUid[] uids) {
        used++;
        if (used * 2 > table.length) {
            int[] old = table;
            table = new int[old.length * 2];
            for (int entry : old) {
                if (entry != EMPTY) {
                    insert(entry - 1, uids);
                }
            }
        }
        insert(row, uids);
    }

    private void insert(int row, @Nullable PodUid[] uids) {
        PodUid uid = uids[row];
        if (uid == null) {
            throw new IllegalStateException("row " + row + " has no pod");
        }
        int at = start(uid);
        while (table[at] != EMPTY) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = row + 1;
    }

    /** Removes the row and closes the gap, so that later searches still find what lies behind. */
    void remove(int row, @Nullable PodUid[] uids) {
        PodUid uid = uids[row];
        if (uid == null) {
            return;
        }
        int mask = table.length - 1;
        int hole = start(uid);
        while (table[hole] != row + 1) {
            hole = (hole + 1) & mask;
        }
        used--;
        table[hole] = EMPTY;
        for (int at = (hole + 1) & mask; table[at] != EMPTY; at = (at + 1) & mask) {
            int moved = table[at] - 1;
            table[at] = EMPTY;
            insert(moved, uids);
        }
    }

    private int start(PodUid uid) {
        int hash = uid.value().hashCode() * 0x9E3779B9;
        return (hash >>> 7) & (table.length - 1);
    }
}
