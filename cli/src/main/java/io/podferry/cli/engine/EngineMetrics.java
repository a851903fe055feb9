package io.podferry.cli.engine;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PolicyView;
import io.podferry.policy.engine.AuditSummary;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Supplier;

/** All metrics of the engine; every name is here. Fed by events. Thread-safe. */
final class EngineMetrics {
    private final Supplier<PolicyView> policy;
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Gauge usage =
            gauge(
                    "podferry_node_memory_bytes",
                    "Memory of the node's pods that cannot be reclaimed.");
    private final Gauge limit =
            gauge("podferry_node_usable_bytes", "Memory that the node's pods may use together.");
    private final Gauge forecast =
            gauge("podferry_node_forecast_q90_bytes", "90 % quantile of the usage at the horizon.");
    private final Gauge risk =
            gauge(
                    "podferry_node_exhaustion_probability",
                    "Probability that the node runs out within the horizon.");
    private final Gauge answering =
            gauge("podferry_agent_answering", "1 when the node's agent answers, else 0.");
    private final Counter decisions =
            counter("podferry_decisions_total", "Decision records by finding.", "finding");
    private final Counter migrations =
            counter("podferry_migrations_total", "Migrations by outcome.", "outcome");
    private final Counter refused =
            counter("podferry_moves_refused_total", "Moves that the coordinator refused.");
    private final Counter recommended =
            counter(
                    "podferry_moves_recommended_total",
                    "Actions wanted in ticks that were not begun because the mode is recommend.");
    private final Gauge warnings =
            Gauge.build("podferry_warnings", "Times in which it was time to act, by outcome.")
                    .labelNames("outcome")
                    .register(registry);
    private final Gauge precision =
            Gauge.build(
                            "podferry_warnings_precision",
                            "Share of the judged warnings after which the node ran out.")
                    .register(registry);
    private final Gauge recall =
            Gauge.build("podferry_warnings_recall", "Share of the exhaustions that were warned of.")
                    .register(registry);
    private final Gauge lead =
            Gauge.build(
                            "podferry_warnings_lead_seconds",
                            "Median time from a warning to the exhaustion.")
                    .register(registry);
    private final Gauge policyFile =
            Gauge.build(
                            "podferry_policy_file_good",
                            "0 when the policy file cannot be used and its last good version is in"
                                    + " force, else 1.")
                    .register(registry);
    private final Gauge policyInfo =
            Gauge.build("podferry_policy_info", "1 for the policy in force.")
                    .labelNames("policy", "mode")
                    .register(registry);
    private final Counter kills =
            counter("podferry_pods_died_total", "Pods that died, by cause.", "cause");
    private final Counter bytes =
            counter("podferry_migration_image_bytes_total", "Bytes of memory images moved.");
    private final Histogram downtime =
            Histogram.build(
                            "podferry_migration_downtime_seconds",
                            "Time a pod stood still for its move.")
                    .buckets(0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)
                    .register(registry);
    private final Histogram tick =
            Histogram.build("podferry_tick_seconds", "Time of one decision cycle.")
                    .buckets(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5)
                    .register(registry);

    /**
     * @param policy what is in force
     */
    EngineMetrics(Supplier<PolicyView> policy) {
        this.policy = policy;
    }

    private Gauge gauge(String name, String help) {
        return Gauge.build(name, help).labelNames("node").register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.build(name, help).labelNames(labels).register(registry);
    }

    void ticked(long nanos, TickReport report) {
        tick.observe(nanos / 1e9);
        recommended.inc(report.recommended().size());
        AuditSummary audit = report.audit();
        warnings.labels("hit").set(audit.hits());
        warnings.labels("false_alarm").set(audit.falseAlarms());
        warnings.labels("averted").set(audit.averted());
        warnings.labels("missed").set(audit.misses());
        precision.set(audit.precision().orElse(Double.NaN));
        recall.set(audit.recall().orElse(Double.NaN));
        lead.set(audit.medianLead().map(time -> time.toMillis() / 1e3).orElse(Double.NaN));
    }

    void accept(ClusterEvent event) {
        switch (event) {
            case ClusterEvent.Sample sample -> sample.nodes().forEach(this::node);
            case ClusterEvent.Decision decision ->
                    decisions.labels(decision.decision().finding()).inc();
            case ClusterEvent.Migration migration -> migration(migration);
            case ClusterEvent.PodDied died -> kills.labels(died.oomKilled() ? "oom" : "exit").inc();
            case ClusterEvent.AgentState state ->
                    answering.labels(state.node()).set(state.answering() ? 1 : 0);
            case ClusterEvent.Refused ignored -> refused.inc();
            case ClusterEvent.PodStarted ignored -> {}
            case ClusterEvent.PodRemoved ignored -> {}
        }
    }

    private void node(NodeView node) {
        usage.labels(node.name()).set((double) node.memoryBytes());
        limit.labels(node.name()).set((double) node.usableBytes());
        NodeView.Forecast next = node.forecast();
        if (next != null) {
            forecast.labels(node.name()).set((double) next.q90Bytes());
            risk.labels(node.name()).set(next.exhaustionProbability());
        }
    }

    private void migration(ClusterEvent.Migration event) {
        MigrationView view = event.migration();
        if (event.progress() || !view.state().terminal()) {
            return;
        }
        migrations.labels(view.state() == MigrationState.DONE ? "done" : "aborted").inc();
        if (view.state() == MigrationState.DONE) {
            view.fact(MigrationFacts.IMAGE_BYTES).ifPresent(bytes::inc);
            view.fact(MigrationFacts.DOWNTIME_MILLIS)
                    .ifPresent(millis -> downtime.observe(millis / 1e3));
        }
    }

    String text() throws IOException {
        PolicyView view = policy.get();
        policyFile.set(view.problems().isEmpty() ? 1 : 0);
        policyInfo.clear();
        policyInfo.labels(view.policy(), view.mode()).set(1);
        StringWriter text = new StringWriter();
        TextFormat.write004(text, registry.metricFamilySamples());
        return text.toString();
    }
}
