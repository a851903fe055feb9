package io.podferry.agent.node;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.agent.api.StepReport;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.Step;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** All metric names of the agent. Thread-safe. */
public final class AgentMetrics {
    private static final String NODE_MEMORY = "podferry_agent_node_memory_bytes";
    private static final String NODE_USABLE = "podferry_agent_node_usable_bytes";
    private static final String NODE_RESERVED = "podferry_agent_node_reserved_bytes";
    private static final String PRESSURE = "podferry_agent_memory_pressure_some_avg10";
    private static final String POD_MEMORY = "podferry_agent_pod_memory_bytes";
    private static final String POD_OBSTACLES = "podferry_agent_pod_obstacles";

    private final CollectorRegistry registry = new CollectorRegistry();
    private final ReportBoard board;
    private final Counter samples =
            Counter.build("podferry_agent_samples_total", "Readings of the node's cgroups.")
                    .register(registry);
    private final Counter steps =
            Counter.build("podferry_agent_steps_total", "Steps of migrations that ended.")
                    .labelNames("step", "status")
                    .register(registry);
    private final Counter shipped =
            Counter.build(
                            "podferry_agent_shipped_bytes_total",
                            "Bytes of images shipped from here.")
                    .register(registry);
    private final Histogram dumps =
            Histogram.build(
                            "podferry_agent_dump_seconds",
                            "Time from freeze to the end of the dump.")
                    .buckets(0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)
                    .register(registry);

    /** Shows what the board shows, and what is counted here. */
    public AgentMetrics(ReportBoard board) {
        this.board = board;
        new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                return fromReport();
            }
        }.register(registry);
    }

    void sampled() {
        samples.inc();
    }

    /** Counts a step that has ended. */
    public void ended(Step step, StepReport report) {
        steps.labels(step.name(), report.status()).inc();
        Long bytes = report.facts().get(MigrationFacts.IMAGE_BYTES);
        if (step == Step.DUMP_AND_SHIP && bytes != null) {
            shipped.inc(bytes);
        }
        Long millis = report.facts().get(MigrationFacts.DUMP_MILLIS);
        if (step == Step.DUMP_AND_SHIP && millis != null) {
            dumps.observe(millis / 1e3);
        }
    }

    private List<Collector.MetricFamilySamples> fromReport() {
        List<Collector.MetricFamilySamples> families = new ArrayList<>();
        NodeReport report = board.newest();
        if (report == null) {
            return families;
        }
        families.add(
                new GaugeMetricFamily(
                        NODE_MEMORY,
                        "Memory of all pods that cannot be reclaimed.",
                        report.memoryBytes()));
        families.add(
                new GaugeMetricFamily(
                        NODE_USABLE, "Memory limit of all pods together.", report.usableBytes()));
        families.add(
                new GaugeMetricFamily(
                        NODE_RESERVED,
                        "Memory promised to arriving clones.",
                        report.reservedBytes()));
        Double pressure = report.pressureSome10();
        if (pressure != null) {
            families.add(
                    new GaugeMetricFamily(PRESSURE, "PSI memory some avg10, percent.", pressure));
        }
        GaugeMetricFamily memory =
                new GaugeMetricFamily(
                        POD_MEMORY,
                        "Memory of a pod that cannot be reclaimed.",
                        List.of("pod", "uid"));
        GaugeMetricFamily obstacles =
                new GaugeMetricFamily(
                        POD_OBSTACLES, "Reasons why a pod cannot be moved.", List.of("pod", "uid"));
        for (PodReport pod : report.pods()) {
            memory.addMetric(List.of(pod.name(), pod.uid()), pod.memoryBytes());
            obstacles.addMetric(List.of(pod.name(), pod.uid()), pod.obstacles().size());
        }
        families.add(memory);
        families.add(obstacles);
        return families;
    }

    /** Everything in Prometheus' text format. */
    public String text() throws IOException {
        StringWriter out = new StringWriter();
        TextFormat.write004(out, registry.metricFamilySamples());
        return out.toString();
    }
}
