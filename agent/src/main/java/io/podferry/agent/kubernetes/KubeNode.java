package io.podferry.agent.kubernetes;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.http.AgentApi;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.StepService;
import io.podferry.agent.node.AgentMetrics;
import io.podferry.agent.node.ReportBoard;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The API of a node of Kubernetes: readings and steps; pods are kubelet's business. Thread-safe.
 */
final class KubeNode implements AgentApi {
    private static final String KUBELETS =
            "pods of this node are made, shown and removed by kubelet. Maybe use kubectl?";

    private final String node;
    private final StepService steps;
    private final ReportBoard board;
    private final AgentMetrics metrics;
    private final Heart heart;

    KubeNode(String node, StepService steps, ReportBoard board, AgentMetrics metrics, Heart heart) {
        this.node = node;
        this.steps = steps;
        this.board = board;
        this.metrics = metrics;
        this.heart = heart;
    }

    @Override
    public Optional<NodeReport> report(long seen, Duration atMost) throws InterruptedException {
        return Optional.ofNullable(board.await(seen, atMost));
    }

    @Override
    public StepReport start(MigrationOrder order, Step step) throws IOException {
        order.requireFor(step, node);
        return steps.start(order, step);
    }

    @Override
    public Optional<StepReport> await(String migration, Step step, long seen, Duration atMost)
            throws InterruptedException {
        return steps.await(migration, step, seen, atMost);
    }

    @Override
    public void run(PodSpec spec, String uid) {
        throw new IllegalArgumentException(KUBELETS);
    }

    @Override
    public void remove(String uid) {
        throw new IllegalArgumentException(KUBELETS);
    }

    @Override
    public Optional<String> logs(String uid, int tailLines) {
        throw new IllegalArgumentException(KUBELETS);
    }

    @Override
    public String metrics() throws IOException {
        return metrics.text();
    }

    @Override
    public void engineSpoke() {
        heart.engineSpoke();
    }
}
