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
 * time, damped. Falling memory is not promised to anybody: a negative slope counts as none. What
 * the pod did before it may do again: the path is no lower than that of the same rank among the
 * growths from all points of its life. Far ahead, ended pods of its class have their say.
 *
 * @param ceiling limit of the pod, bytes
 * @param age age of the sample, seconds
 * @param analogs growth of ended pods of the class from the same size
 * @param own growth of the pod itself from all points of its life
 */
record BlendedForecast(
        PodUid podUid,
        DataSize memory,
        double ceiling,
        double age,
        Trend trend,
        Ceiling peaks,
        Optional<Analogs> analogs,
        Optional<Analogs> own,
        ForecastConfig config)
        implements PodForecast {
    @Override
    public GrowthRate slope() {
        return new GrowthRate(trend.slope());
    }

    @Override
    public double bytes(double rank, double seconds) {
        double time = seconds + age;
        double z = NormalTable.quantile(rank);
        double grown = Growth.mean(trend.slope(), time, config) + z * spread(time);
        double path = Math.min(grown, most(rank, z));
        double place = Analogs.place(time);
        double[] row = new double[Analogs.TIMES];
        if (own.isPresent()) {
            own.get().row(rank, row);
            path = Math.max(path, Analogs.at(place, row));
        }
        if (analogs.isPresent()) {
            analogs.get().row(rank, row);
            path += classWeight(time) * (Analogs.at(place, row) - path);
        }
        return Math.clamp(memory.bytes() + path, 0, ceiling);
    }

    @Override
    public void addPaths(PathBundle bundle, double sign) {
        TimeGrid grid = bundle.grid();
        int times = grid.size();
        double[] mean = new double[times];
        double[] spread = new double[times];
        double[] place = new double[times];
        double[] weight = new double[times];
        for (int t = 0; t < times; t++) {
            double time = grid.seconds(t) + age;
            mean[t] = Growth.mean(trend.slope(), time, config);
            spread[t] = spread(time);
            place[t] = Analogs.place(time);
            weight[t] = classWeight(time);
        }
        double size = memory.bytes();
        double[] mine = new double[Analogs.TIMES];
        double[] others = new double[Analogs.TIMES];
        for (int i = 0; i < bundle.size(); i++) {
            double rank = bundle.rank(i);
            double z = NormalTable.quantile(rank);
            double most = most(rank, z);
            own.ifPresent(windows -> windows.row(rank, mine));
            analogs.ifPresent(lives -> lives.row(rank, others));
            double[] row = bundle.row(i);
            for (int t = 0; t < times; t++) {
                double path = Math.min(most, mean[t] + z * spread[t]);
                if (own.isPresent()) {
                    path = Math.max(path, Analogs.at(place[t], mine));
                }
                path += weight[t] * (Analogs.at(place[t], others) - path);
                row[t] += sign * Math.clamp(size + path, 0, ceiling);
            }
        }
    }

    /** Say of the class against trend and own life: more, the further ahead. */
    private double classWeight(double time) {
        double far = time / (time + config.classMemory().toMillis() / 1e3);
        return analogs.map(lives -> lives.weight() * far).orElse(0.0);
    }

    private double spread(double time) {
        return Growth.spread(trend.slopeError(), trend.noise(), time, config);
    }

    private double most(double rank, double z) {
        double size = memory.bytes();
        return Math.min(Growth.end(rank, size, config), Math.max(0, peaks.bytes(z) - size));
    }
}
