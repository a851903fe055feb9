package io.podferry.policy.forecast;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.Lifetime;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts of all pods. A sample that came in costs a bound of the steepest path; three figures
 * per pod and whole families of paths are computed on demand. Not thread-safe.
 */
public final class ForecastTable {
    /** Rank of the steepest path that a screen must count with. */
    static final double STEEPEST = 1 - 0.5 / 64;

    private static final double UPPER = 0.9;

    /** Lives of other pods of the class that count as much as the pod's own course. */
    private static final double FEW = 2;

    /** Likewise for the life of an earlier pod of the same name, which is likely to do it again. */
    private static final double AGAIN = 0.25;

    private static final double NORMAL_UPPER = 1.2816;

    private final ClusterTable table;
    private ForecastConfig config;
    private final TrendFit fit = new TrendFit();
    private final OwnGrowth own;
    private final Surges surges;
    private final double zSteepest = NormalTable.quantile(STEEPEST);
    private double phi;
    private double beyond;
    private double margin;
    private float[] bound = new float[0];
    private boolean[] fitted = new boolean[0];
    private float[] steepest = new float[0];
    private float[] median = new float[0];
    private float[] variance = new float[0];

    /**
     * @param margin how far beyond the horizon the steepest path is taken, so that a node found
     *     calm stays calm that long without a new sample
     */
    public ForecastTable(
            ClusterTable table, ForecastConfig config, Duration horizon, Duration margin) {
        this.table = table;
        this.own = new OwnGrowth(table);
        this.surges = new Surges(table, own);
        this.config = config;
        this.margin = margin.toNanos() / 1e9;
        look(horizon);
    }

    /** Other parameters from now on; call {@link #horizon} next, which computes all anew. */
    public void configure(ForecastConfig other, Duration newMargin) {
        config = other;
        margin = newMargin.toNanos() / 1e9;
    }

    /** Changes how far the figures look ahead; none of them counts any more. */
    public void horizon(Duration horizon) {
        look(horizon);
        for (int pod = 0; pod < table.rows(); pod++) {
            if (table.present(pod)) {
                screen(pod);
            }
        }
    }

    private void look(Duration horizon) {
        beyond = horizon.toNanos() / 1e9 + margin;
        phi = Growth.phi(beyond, config);
    }

    /** Takes the new samples of this tick into account. */
    public void update() {
        if (steepest.length < table.rows()) {
            int size = table.rows() + table.rows() / 2 + 16;
            bound = Arrays.copyOf(bound, size);
            fitted = Arrays.copyOf(fitted, size);
            steepest = Arrays.copyOf(steepest, size);
            median = Arrays.copyOf(median, size);
            variance = Arrays.copyOf(variance, size);
        }
        for (int i = 0; i < table.changedCount(); i++) {
            screen(table.changed(i));
        }
    }

    private void screen(int pod) {
        if (!StepBound.known(table.samples(), pod)) {
            fit(pod);
            return;
        }
        fitted[pod] = false;
        double size = table.memory(pod);
        double top = Math.max(size, table.limit(pod));
        double steep = StepBound.growth(table.samples().steps(), pod, phi, zSteepest);
        double analog = analogGrowth(pod);
        double most = Math.max(Math.min(steep, Growth.end(STEEPEST, size, config)), analog);
        bound[pod] = up(size + Math.min(top - size, most));
    }

    /** Most that a path can add because the pod, one of its name, or its class did, bytes. */
    private double analogGrowth(int pod) {
        double most = table.history().steepest(table.kind(pod));
        if (table.earlier(pod) != null) {
            most = Math.max(most, own.earlier(pod));
        }
        return table.life(pod) == null
                ? most
                : Math.max(most, own(pod).map(Analogs::most).orElse(0.0));
    }

    private void fit(int pod) {
        fitted[pod] = true;
        fit.fit(table.samples(), pod, table.held(pod));
        double size = table.memory(pod);
        double top = Math.max(size, table.limit(pod));
        double mean = Math.max(0, fit.slope) * phi;
        double wrong = fit.slopeError * phi;
        double spread = Math.sqrt(wrong * wrong + fit.noise * fit.noise);
        double most = top - size;
        if (table.teeth().any(pod)) {
            Ceiling peaks = Ceiling.of(table.teeth(), pod);
            most = Math.min(most, Math.max(0, peaks.bytes(zSteepest) - size));
        }
        double steep = Math.min(mean + zSteepest * spread, Growth.end(STEEPEST, size, config));
        double analog = analogGrowth(pod);
        steepest[pod] = up(size + Math.min(top - size, Math.max(Math.min(steep, most), analog)));
        double middle = Math.min(Math.min(mean, Growth.end(0.5, size, config)), most);
        median[pod] = (float) (size + middle);
        double tenth =
                Math.min(
                        Math.min(mean + NORMAL_UPPER * spread, Growth.end(UPPER, size, config)),
                        most);
        double sigma = (tenth - middle) / NORMAL_UPPER;
        variance[pod] = (float) (sigma * sigma);
        bound[pod] = steepest[pod];
    }

    private void fitOnce(int pod) {
        if (!fitted[pod]) {
            fit(pod);
        }
    }

    private static float up(double value) {
        float near = (float) value;
        return near < value ? Math.nextUp(near) : near;
    }

    /** At least {@link #steepest}, and no more where that is known already, bytes. */
    public float bound(int pod) {
        return bound[pod];
    }

    /** More than any joint path lets the pod take up to the horizon and a margin, bytes. */
    public float steepest(int pod) {
        fitOnce(pod);
        return steepest[pod];
    }

    /** Median at the horizon, bytes. */
    public float median(int pod) {
        fitOnce(pod);
        return median[pod];
    }

    /** Variance around it, bytes squared. */
    public float variance(int pod) {
        fitOnce(pod);
        return variance[pod];
    }

    /** The family of paths of a pod, seen from {@code now}. */
    public PodForecast of(int pod, Instant now) {
        fit.fit(table.samples(), pod, table.held(pod));
        PodUid uid = table.uid(pod);
        long size = table.memory(pod);
        double age = Math.max(0, (now.toEpochMilli() - table.sampledAt(pod)) / 1e3);
        return new BlendedForecast(
                uid,
                new DataSize(size),
                Math.max((double) table.limit(pod), (double) size),
                Math.min(age, margin),
                fit.toTrend(),
                Ceiling.of(table.teeth(), pod),
                analogs(pod, size),
                own(pod),
                config);
    }

    /** The steepest growth that is known of the pod or of its kind within a time, bytes. */
    public double surge(int pod, double seconds) {
        return Math.min(surges.within(pod, seconds), room(pod));
    }

    /** What the trend adds if it goes on undamped, bytes; below 0 for a pod that shrinks. */
    public double trend(int pod, double seconds) {
        fit.fit(table.samples(), pod, table.held(pod));
        double peaks = Ceiling.of(table.teeth(), pod).level() - table.memory(pod);
        return Math.min(fit.slope * seconds, Math.min(Math.max(0, peaks), room(pod)));
    }

    /** How much more than the bounds tell a trend may add within a time when it is not damped. */
    public double stretch(double seconds) {
        return Math.max(1, seconds / phi);
    }

    /** Up to the limit of the pod. */
    private double room(int pod) {
        return Math.max(0, (double) table.limit(pod) - table.memory(pod));
    }

    private Optional<Analogs> own(int pod) {
        return own.of(pod, config.ownMemory().toMillis());
    }

    private Optional<Analogs> analogs(int pod, long size) {
        Lifetime earlier = table.earlier(pod);
        Optional<Analogs> again =
                earlier == null ? Optional.empty() : Analogs.of(List.of(earlier), size, AGAIN);
        return again.isPresent()
                ? again
                : Analogs.of(table.history().lives(table.kind(pod)), size, FEW);
    }
}
