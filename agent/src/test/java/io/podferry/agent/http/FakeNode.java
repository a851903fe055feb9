package io.podferry.agent.http;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.StaleEpochException;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that remembers what it was told. */
final class FakeNode implements AgentApi {
    final Map<String, PodSpec> pods = new ConcurrentSkipListMap<>();
    final Map<String, MigrationOrder> orders = new ConcurrentSkipListMap<>();
    final AtomicInteger spoken = new AtomicInteger();
    volatile boolean sampled = true;

    @Override
    public Optional<NodeReport> report(long seen, Duration atMost) throws InterruptedException {
        if (!sampled) {
            return Optional.empty();
        }
        if (seen == 1) {
            Thread.sleep(atMost);
        }
        return Optional.of(new NodeReport("a", 1, 5, 100, 50, 10, null, true, List.of()));
    }

    @Override
    public StepReport start(MigrationOrder order, Step step) {
        MigrationOrder known = orders.put(order.id(), order);
        if (known != null && known.epoch() > order.epoch()) {
            throw new StaleEpochException(order.id(), order.epoch(), known.epoch());
        }
        return new StepReport("pending", 1, "at it", null, null, Map.of("imageBytes", 7L));
    }

    @Override
    public Optional<StepReport> await(String migration, Step step, long seen, Duration atMost) {
        return orders.containsKey(migration)
                ? Optional.of(new StepReport("done", seen + 1, "", null, "abc", Map.of()))
                : Optional.empty();
    }

    @Override
    public void run(PodSpec spec, String uid) throws IOException {
        if (spec.containers().isEmpty()) {
            throw new IOException("pod '" + spec.name() + "' has no container. Give it one.");
        }
        pods.put(uid, spec);
    }

    @Override
    public void remove(String uid) {
        pods.remove(uid);
    }

    @Override
    public Optional<String> logs(String uid, int tailLines) {
        return pods.containsKey(uid) ? Optional.of("last " + tailLines + " of " + uid + "\n") : Optional.empty();
    }

    @Override
    public String metrics() {
        return "podferry_agent_samples_total 1.0\n";
    }

    @Override
    public void engineSpoke() {
        spoken.incrementAndGet();
    }
}
