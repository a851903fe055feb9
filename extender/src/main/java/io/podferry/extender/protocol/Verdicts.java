package io.podferry.extender.protocol;

import org.jspecify.annotations.Nullable;

/** Which of the nodes in a request are turned down, and why. Not thread-safe. */
public final class Verdicts {
    private final int size;
    private @Nullable Rejection @Nullable [] rejections;
    private int count;

    /**
     * Turns nothing down yet.
     *
     * @param size number of nodes in the request
     */
    public Verdicts(int size) {
        this.size = size;
    }

    /** The same rejection for all nodes but one. */
    public static Verdicts allBut(String kept, NodeNames nodes, Rejection rejection) {
        Verdicts verdicts = new Verdicts(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).equals(kept)) {
                verdicts.reject(i, rejection);
            }
        }
        return verdicts;
    }

    /** Turns down the node at this place of the request. */
    public void reject(int place, Rejection rejection) {
        @Nullable Rejection[] all = rejections;
        if (all == null) {
            all = new Rejection[size];
            rejections = all;
        }
        count += all[place] == null ? 1 : 0;
        all[place] = rejection;
    }

    /** Why the node at this place is turned down; null when it is not. */
    public @Nullable Rejection of(int place) {
        @Nullable Rejection[] all = rejections;
        return all == null ? null : all[place];
    }

    /** How many nodes are turned down. */
    public int count() {
        return count;
    }
}
