package io.podferry.agent.node;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.http.AgentApi;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.migration.StepService;
import io.podferry.agent.runtime.ContainerStatus;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.runtime.PodStatus;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The API of one node, on this machine's containers. Thread-safe. */
final class LocalNode implements AgentApi {
    private static final int TAIL_MAX = 10_000;

    private final String node;
    private final PodRuntime runtime;
    private final StepService steps;
    private final OpenMoves moves;
    private final ReportBoard board;
    private final AgentMetrics metrics;
    private final Heart heart;
    private final Runnable podsChanged;

    LocalNode(
            String node,
            PodRuntime runtime,
            StepService steps,
            OpenMoves moves,
            ReportBoard board,
            AgentMetrics metrics,
            Heart heart,
            Runnable podsChanged) {
        this.node = node;
        this.runtime = runtime;
        this.steps = steps;
        this.moves = moves;
        this.board = board;
        this.metrics = metrics;
        this.heart = heart;
        this.podsChanged = podsChanged;
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
    public void run(PodSpec spec, String uid) throws IOException {
        if (moves.arriving(uid)) {
            throw new IOException(
                    "pod %s arrives by a migration and cannot be started from nothing"
                            .formatted(uid));
        }
        try {
            runtime.createSandbox(uid, null, spec, Instant.now());
            runtime.start(uid);
        } finally {
            podsChanged.run();
        }
    }

    @Override
    public void remove(String uid) throws IOException {
        if (moves.leaving(uid) || moves.arriving(uid)) {
            throw new IOException(
                    "pod %s is being moved; abort the move first, or wait for its end"
                            .formatted(uid));
        }
        try {
            runtime.remove(uid);
        } finally {
            podsChanged.run();
        }
    }

    @Override
    public Optional<String> logs(String uid, int tailLines) throws IOException {
        Optional<PodStatus> pod = runtime.find(uid);
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        List<ContainerStatus> containers = pod.get().containers();
        for (ContainerStatus container : containers) {
            for (String line : runtime.logs(uid, container.name(), Math.min(tailLines, TAIL_MAX))) {
                text.append(containers.size() > 1 ? container.name() + ": " : "")
                        .append(line)
                        .append('\n');
            }
        }
        return Optional.of(text.toString());
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
