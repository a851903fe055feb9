package io.podferry.simulations.world;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.risk.NodeRisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Compares what was forecast with what would really come, at every pod and node, at even intervals.
 * Not thread-safe.
 */
final class Judge {
    private static final int BINS = 10;
    private static final double COVERAGE_RANK = 0.95;

    /** Misses below 1 % and 16 MiB change no decision and do not count. */
    private static final double SLACK_SHARE = 1.01;

    private static final double SLACK_BYTES = 16 << 20;

    private static final int NODES_JUDGED = 64;

    private final Pods pods;
    private final Nodes nodes;
    private final Truth truth;
    private final Tally tally;
    private final long horizon;

    long covered;
    long exceeded;
    double brierSum;
    long brierCount;
    private final long[] binCount = new long[BINS];
    private final double[] binForecast = new double[BINS];
    private final long[] binHappened = new long[BINS];

    Judge(Pods pods, Nodes nodes, Truth truth, Tally tally, long horizonMillis) {
        this.pods = pods;
        this.nodes = nodes;
        this.truth = truth;
        this.tally = tally;
        this.horizon = horizonMillis;
    }

    /** Every pod's 95 % bound against its true maximum, every node's probability against fate. */
    void compare(TickReport report, Function<PodUid, Optional<PodForecast>> forecasts) {
        long now = report.takenAt().toEpochMilli();
        for (int pod = 0; pod < pods.size; pod++) {
            if (pods.state[pod] == Pods.RUNNING) {
                int number = pod;
                forecasts.apply(pods.uid[pod]).ifPresent(forecast -> bound(number, forecast, now));
            }
        }
        // The engine may look further than it was configured to.
        long looked = report.risks().horizon().toMillis();
        int stride = Math.max(1, nodes.size / NODES_JUDGED);
        for (int node = 0; node < nodes.size; node += stride) {
            NodeRisk risk = report.risks().nodes().get(nodes.name[node]);
            if (risk != null && !risk.stale()) {
                fate(risk.exhaustionProbability(), truth.exhaustion(node, now, looked));
            }
        }
    }

    private void bound(int pod, PodForecast forecast, long now) {
        double bound = forecast.bytes(COVERAGE_RANK, horizon / 1e3);
        if (truth.highest(pod, now, horizon) > SLACK_SHARE * bound + SLACK_BYTES) {
            exceeded++;
        } else {
            covered++;
        }
    }

    private void fate(double probability, OptionalLong exhaustion) {
        double happened = exhaustion.isPresent() ? 1 : 0;
        brierSum += (probability - happened) * (probability - happened);
        brierCount++;
        int bin = (int) Math.min(BINS - 1, probability * BINS);
        binCount[bin]++;
        binForecast[bin] += probability;
        binHappened[bin] += exhaustion.isPresent() ? 1 : 0;
    }

    List<RunResult.Bin> calibration() {
        List<RunResult.Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            bins.add(new RunResult.Bin(binCount[i], binForecast[i], binHappened[i]));
        }
        return bins;
    }

    /** A move begins: would its source have run out? Twice the horizon is looked ahead. */
    void alarm(MigrationRecord record, long now) {
        int source = nodes.number(record.source());
        OptionalLong exhaustion = truth.exhaustion(source, now, 2 * horizon);
        tally.alarms++;
        if (exhaustion.isPresent()) {
            tally.lead(exhaustion.getAsLong() / 1e3);
        } else {
            tally.falseAlarms++;
        }
    }
}
