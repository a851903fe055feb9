package io.podferry.policy.forecast;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.util.Optional;

/**
 * The forecast of {@link ForecastTable}. On the path of rank u the trend
 *
 * <pre>  size + slope x phi(t) + z(u) x sqrt((error x phi(t))^2 + noise(t)^2)  </pre>
 *
 * goes on until {@code size x u / (1 - u)} was added: nobody knows when a ramp ends, and the more a
 * pod holds, the further it may go (half of the ramps end before they have doubled it). phi is the
 * time, damped. Falling memory is not promised to anybody: a negative slope counts as none.
 *
 * @param ceiling limit of the pod, bytes
 * @param age age of the sample, seconds
 */
record BlendedForecast(
        PodUid podUid,
        DataSize memory,
        double ceiling,
        double age,
        Trend trend,
        Ceiling peaks,
        Optional<Analogs> analogs,
        ForecastConfig config)
        implements PodForecast {
    @Override
    public GrowthRate slope() {
        return new GrowthRate(trend.slope());
    }

    @Override
    public double bytes(double rank, double seconds) {
        double z = NormalTable.quantile(rank);
        double time = seconds + age;
        double grown = Growth.mean(trend.slope(), time, config) + z * spread(time);
        return Math.clamp(memory.bytes() + path(rank, z, time, grown), 0, ceiling);
    }

    @Override
    public void addPaths(PathBundle bundle, double sign) {
        if (analogs.isPresent()) {
            PodForecast.super.addPaths(bundle, sign);
            return;
        }
        TimeGrid grid = bundle.grid();
        int times = grid.size();
        double[] mean = new double[times];
        double[] spread = new double[times];
        for (int t = 0; t < times; t++) {
            double time = grid.seconds(t) + age;
            mean[t] = Growth.mean(trend.slope(), time, config);
            spread[t] = spread(time);
        }
        double size = memory.bytes();
        for (int i = 0; i < bundle.size(); i++) {
            double z = NormalTable.quantile(bundle.rank(i));
            double most = Math.min(most(bundle.rank(i), z), ceiling - size);
            double[] row = bundle.row(i);
            for (int t = 0; t < times; t++) {
                double grown = Math.max(-size, Math.min(most, mean[t] + z * spread[t]));
                row[t] += sign * (size + grown);
            }
        }
    }

    private double spread(double time) {
        return Growth.spread(trend.slopeError(), trend.noise(), time, config);
    }

    private double most(double rank, double z) {
        double size = memory.bytes();
        return Math.min(Growth.end(rank, size, config), Math.max(0, peaks.bytes(z) - size));
    }

    private double path(double rank, double z, double time, double grown) {
        double path = Math.min(grown, most(rank, z));
        if (analogs.isPresent()) {
            double far = time / (time + config.classMemory().toMillis() / 1e3);
            double weight = analogs.get().weight() * far;
            path += weight * (analogs.get().bytes(rank, time) - path);
        }
        return path;
    }
}
