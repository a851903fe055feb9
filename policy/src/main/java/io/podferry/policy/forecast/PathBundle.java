package io.podferry.policy.forecast;

/**
 * Paths of many ranks at many times: rows are ranks, columns are the times of a grid. Additions go
 * over whole rows so that the compiler can use vector instructions. Not thread-safe.
 */
public final class PathBundle {
    private final double[] ranks;
    private final TimeGrid grid;
    private final double[][] rows;

    /**
     * @param ranks one per row
     * @param rows bytes; changed in place
     */
    public PathBundle(double[] ranks, TimeGrid grid, double[][] rows) {
        this.ranks = ranks;
        this.grid = grid;
        this.rows = rows;
    }

    double rank(int row) {
        return ranks[row];
    }

    double[] row(int row) {
        return rows[row];
    }

    int size() {
        return rows.length;
    }

    TimeGrid grid() {
        return grid;
    }
}
