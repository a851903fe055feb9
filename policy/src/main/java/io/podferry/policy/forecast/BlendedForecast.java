package io.podferry.policy.forecast;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.util.Optional;

/**
 * The forecast of {@link DampedSlopeForecaster}. On the path of rank u the trend
 *
 * <pre>  size + slope x phi(t) + z(u) x sqrt((error x phi(t))^2 + noise^2)  </pre>
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
        double damping = config.damping().toMillis() / 1e3;
        return bytes(rank, seconds, damping * (1 - Math.exp(-(seconds + age) / damping)));
    }

    @Override
    public void addPath(double rank, TimeGrid grid, double sign, double[] sums) {
        double damping = config.damping().toMillis() / 1e3;
        double[] decay = grid.decay(damping);
        double aged = Math.exp(-age / damping);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += sign * bytes(rank, grid.seconds(i), damping * (1 - aged * decay[i]));
        }
    }

    private double bytes(double rank, double seconds, double phi) {
        double size = memory.bytes();
        double z = NormalTable.quantile(rank);
        double time = seconds + age;
        double error = trend.slopeError() * phi;
        double noise = trend.noise() * time / (time + 1);
        double grown =
                Math.max(0, trend.slope()) * phi + z * Math.sqrt(error * error + noise * noise);
        double end = Math.max(size, config.leastScale()) * rank / (1 - rank);
        double path = Math.min(Math.min(grown, end), Math.max(0, peaks.bytes(z) - size));
        if (analogs.isPresent()) {
            double far = time / (time + config.classMemory().toMillis() / 1e3);
            double weight = analogs.get().weight() * far;
            path += weight * (analogs.get().bytes(rank, time) - path);
        }
        return Math.clamp(size + path, 0, ceiling);
    }
}
