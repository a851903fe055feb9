package io.podferry.policy.forecast;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.time.Duration;

/**
 * What a pod's memory may become: a family of paths ordered by rank. The path of rank 0.9 is the
 * one that 90 % of the futures stay below; a joint future of several pods draws one rank per pod.
 * Immutable and thread-safe.
 */
public interface PodForecast {
    PodUid podUid();

    /** Memory now. */
    DataSize memory();

    /** Growth that was recognised; negative when the pod shrinks. */
    GrowthRate slope();

    /**
     * Bytes on one path.
     *
     * @param rank in (0, 1); the result does not decrease in it
     * @param seconds time ahead, 0 or more
     */
    double bytes(double rank, double seconds);

    /** Adds {@code sign} times the paths of all ranks to the bundle. */
    default void addPaths(PathBundle bundle, double sign) {
        TimeGrid grid = bundle.grid();
        for (int i = 0; i < bundle.size(); i++) {
            double[] row = bundle.row(i);
            for (int t = 0; t < row.length; t++) {
                row[t] += sign * bytes(bundle.rank(i), grid.seconds(t));
            }
        }
    }

    /** The size that will not be exceeded, {@code ahead} from now, with the given probability. */
    default DataSize quantile(double probability, Duration ahead) {
        return new DataSize(Math.round(bytes(probability, ahead.toNanos() / 1e9)));
    }
}
