package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.AgentRefusedException;
import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An agent whose pods are entries in a map; steps are done at once unless told otherwise. */
@SuppressWarnings("WaitNotInLoop") // Waking up early is what an agent with news does, too.
final class FakeAgent implements AgentLink {
    static final long MEBI = 1 << 20;

    private final String node;
    private final long usable;
    private final Map<String, PodReport> pods = new TreeMap<>();
    final List<String> steps = new ArrayList<>();
    final List<MigrationOrder> orders = new ArrayList<>();
    private final Set<Step> stuck = EnumSet.noneOf(Step.class);
    private final Map<Step, String> failing = new TreeMap<>();
    private boolean down;
    private @Nullable String refusal;
    private long sequence = 1;

    FakeAgent(String node, long usable) {
        this.node = node;
        this.usable = usable;
    }

    synchronized void down(boolean now) {
        down = now;
        notifyAll();
    }

    synchronized void refuseRuns(String why) {
        refusal = why;
    }

    synchronized void stick(Step step, boolean now) {
        if (now) {
            stuck.add(step);
        } else {
            stuck.remove(step);
        }
    }

    synchronized void fail(Step step, String why) {
        failing.put(step, why);
    }

    synchronized Optional<PodReport> pod(String name) {
        return pods.values().stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    /** The pod has so much memory from now on. */
    synchronized void memory(String name, long bytes) {
        PodReport pod = pod(name).orElseThrow();
        put(
                report(
                        pod.uid(),
                        pod.previousUid(),
                        name,
                        "Running",
                        null,
                        bytes,
                        pod.startedAtEpochMillis(),
                        null));
    }

    synchronized void kill(String name) {
        PodReport pod = pod(name).orElseThrow();
        put(
                report(
                        pod.uid(),
                        pod.previousUid(),
                        name,
                        "OOMKilled",
                        "out of memory",
                        0,
                        pod.startedAtEpochMillis(),
                        System.currentTimeMillis()));
    }

    private void put(PodReport pod) {
        pods.put(pod.uid(), pod);
        changed();
    }

    private void changed() {
        sequence++;
        notifyAll();
    }

    private PodReport report(
            String uid,
            @Nullable String previousUid,
            String name,
            String state,
            @Nullable String exit,
            long memory,
            long startedAt,
            @Nullable Long diedAt) {
        return new PodReport(
                uid,
                previousUid,
                name,
                "10.0.0.9",
                "test",
                Map.of(),
                state,
                exit,
                memory,
                null,
                startedAt,
                diedAt,
                List.of());
    }

    @Override
    public synchronized NodeReport report(long seenSequence, Duration atMost) throws IOException {
        requireUp();
        if (seenSequence == sequence) {
            try {
                wait(Math.min(atMost.toMillis(), 50));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            // A real agent samples all the time.
            sequence++;
        }
        requireUp();
        long memory = pods.values().stream().mapToLong(PodReport::memoryBytes).sum();
        return new NodeReport(
                node,
                sequence,
                System.currentTimeMillis(),
                usable,
                memory,
                0,
                null,
                true,
                List.copyOf(pods.values()));
    }

    private void requireUp() throws IOException {
        if (down) {
            throw new IOException("connection refused");
        }
    }

    @Override
    public synchronized StepReport start(MigrationOrder order, Step step) throws IOException {
        requireUp();
        steps.add(step.name());
        orders.add(order);
        String why = failing.get(step);
        if (why != null) {
            return StepReport.of(new StepStatus.Failed(why), 1);
        }
        if (stuck.contains(step)) {
            return StepReport.of(StepStatus.Pending.unknown("working on it"), 1);
        }
        return StepReport.of(done(order, step), 1);
    }

    private StepStatus done(MigrationOrder order, Step step) {
        switch (step) {
            case KILL_SOURCE -> {
                pods.remove(order.podUid());
                changed();
            }
            case RELEASE_TARGET ->
                    put(
                            report(
                                    order.cloneUid(),
                                    order.podUid(),
                                    order.cloneName(),
                                    "Running",
                                    null,
                                    order.sizeBytes(),
                                    order.workStartedAtEpochMillis(),
                                    null));
            case PREFLIGHT_SOURCE,
                    DUMP_AND_SHIP,
                    PROMISE_SOURCE,
                    CLEAN_SOURCE,
                    ABORT_SOURCE,
                    PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    PREPARE_TARGET,
                    CLEAN_TARGET,
                    ABORT_TARGET -> {}
        }
        Map<String, Long> facts =
                step == Step.DUMP_AND_SHIP
                        ? Map.of(MigrationFacts.IMAGE_BYTES, order.sizeBytes())
                        : Map.of();
        return new StepStatus.Done(Optional.of("roothash"), facts);
    }

    @Override
    public synchronized StepReport await(
            MigrationId id, Step step, long epoch, long seenVersion, Duration atMost)
            throws IOException {
        requireUp();
        if (stuck.contains(step)) {
            try {
                wait(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return StepReport.of(StepStatus.Pending.unknown("working on it"), 2);
        }
        MigrationOrder order =
                orders.stream().filter(o -> o.id().equals(id.value())).findFirst().orElseThrow();
        return StepReport.of(done(order, step), 3);
    }

    @Override
    public synchronized void run(PodSpec spec, String uid) throws IOException {
        requireUp();
        if (refusal != null) {
            throw new AgentRefusedException(409, refusal);
        }
        if (!pods.containsKey(uid)) {
            put(
                    report(
                            uid,
                            null,
                            spec.name(),
                            "Running",
                            null,
                            8 * MEBI,
                            System.currentTimeMillis(),
                            null));
        }
    }

    @Override
    public synchronized void remove(String uid) throws IOException {
        requireUp();
        pods.remove(uid);
        changed();
    }

    @Override
    public synchronized String logs(String uid, int tailLines) throws IOException {
        requireUp();
        return "log of " + uid + "\n";
    }
}
