package io.podferry.agent.node;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.cgroup.MemoryReading;
import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.runtime.PodInventory;
import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the node's cgroups and publishes reports. The node's own cgroup is looked at every second
 * at least; the pods are read when it has changed, when something happened to a pod, and at the
 * pace of {@link SamplingPace}. One thread does it all; {@link #podsChanged} and {@link
 * #nodeMemory} may be called from any.
 */
public final class Sampler implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration RELIST = Duration.ofSeconds(30);
    private static final int NOTICEABLE = 200;

    private final String node;
    private final long limitBytes;
    private final CgroupTree cgroups;
    private final CgroupReader nodeReader;
    private final PodInventory inventory;
    private final OpenMoves moves;
    private final Reservations reservations;
    private final ObstacleCache obstacles;
    private final ReportBoard board;
    private final AgentMetrics metrics;
    private final SamplingPace pace = new SamplingPace(SamplingPace.CALM);
    private final MemoryTrend trend = new MemoryTrend();
    private final Map<String, TrackedPod> pods = new HashMap<>();
    private final Object signal = new Object();
    private boolean changed = true;
    private long sequence;
    private long listedNanos;
    private volatile long nodeBytes;
    private volatile Duration timeLeft = Duration.ZERO;
    private volatile boolean stopping;

    /**
     * @param limitBytes memory of all pods together
     * @param nodeReader cgroup of all pods
     */
    public Sampler(
            String node,
            long limitBytes,
            CgroupTree cgroups,
            CgroupReader nodeReader,
            PodInventory inventory,
            OpenMoves moves,
            Reservations reservations,
            ObstacleCache obstacles,
            ReportBoard board,
            AgentMetrics metrics) {
        this.node = node;
        this.limitBytes = limitBytes;
        this.cgroups = cgroups;
        this.nodeReader = nodeReader;
        this.inventory = inventory;
        this.moves = moves;
        this.reservations = reservations;
        this.obstacles = obstacles;
        this.board = board;
        this.metrics = metrics;
    }

    /** A pod came, went, or began or ended a move: reads everything at once. */
    public void podsChanged() {
        synchronized (signal) {
            changed = true;
            signal.notifyAll();
        }
    }

    /** Memory of all pods that could not be reclaimed at the last reading, bytes. */
    public long nodeMemory() {
        return nodeBytes;
    }

    /**
     * Until the node has no memory left, if it grows on as it does; zero before the second reading.
     */
    public Duration timeLeft() {
        return timeLeft;
    }

    @Override
    public void run() {
        long lastBytes = 0;
        long lastNanos = 0;
        Duration wait = SamplingPace.BUSY;
        while (!stopping) {
            try {
                MemoryReading reading = nodeReader.read();
                nodeBytes = reading.unreclaimableBytes();
                long now = System.nanoTime();
                trend.add(nodeBytes, now);
                timeLeft = trend.timeLeft(limitBytes);
                boolean asked = takeChanged();
                boolean noticeable = Math.abs(nodeBytes - lastBytes) > limitBytes / NOTICEABLE;
                if (asked || noticeable || now - lastNanos >= wait.toNanos() || deathSeen()) {
                    sample(reading, asked, now);
                    wait = pace.next(nodeBytes, limitBytes, now);
                    lastBytes = nodeBytes;
                    lastNanos = now;
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("no reading of {}: {}", node, e.toString());
                askAgain();
            }
            if (!pause(wait.compareTo(SamplingPace.BUSY) < 0 ? wait : SamplingPace.BUSY)) {
                return;
            }
        }
    }

    private boolean deathSeen() {
        return pods.values().stream().anyMatch(TrackedPod::deathSeen);
    }

    private boolean takeChanged() {
        synchronized (signal) {
            boolean was = changed;
            changed = false;
            return was;
        }
    }

    /** What failed is tried again at the next reading, not at once. */
    private void askAgain() {
        listedNanos = System.nanoTime() - RELIST.toNanos();
    }

    private boolean pause(Duration time) {
        synchronized (signal) {
            long deadline = System.nanoTime() + time.toNanos();
            try {
                for (long left = time.toNanos();
                        !changed && !stopping && left > 0;
                        left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(signal, left);
                }
                return !stopping;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private void sample(MemoryReading node, boolean relist, long now) throws IOException {
        if (relist || now - listedNanos > RELIST.toNanos() || deathSeen()) {
            relist();
            listedNanos = now;
        }
        long at = System.currentTimeMillis();
        List<PodReport> reports = new ArrayList<>(pods.size());
        for (TrackedPod pod : pods.values()) {
            PodReport report = pod.report(moves, obstacles);
            if (report != null) {
                reports.add(report);
            }
        }
        reports.sort(java.util.Comparator.comparing(PodReport::uid));
        board.publish(
                new NodeReport(
                        this.node,
                        ++sequence,
                        at,
                        limitBytes,
                        node.unreclaimableBytes(),
                        reservations.total(),
                        pressure(node),
                        true,
                        reports));
        metrics.sampled();
    }

    private @Nullable Double pressure(MemoryReading reading) {
        Double own = reading.pressureSome10();
        return own != null ? own : cgroups.machinePressureSome10();
    }

    private void relist() throws IOException {
        Set<String> present = new HashSet<>();
        for (PodStatus status : inventory.list()) {
            present.add(status.uid());
            pods.computeIfAbsent(status.uid(), _ -> new TrackedPod(cgroups, inventory::fenced))
                    .update(status);
        }
        pods.entrySet()
                .removeIf(entry -> {
                    boolean gone = !present.contains(entry.getKey());
                    if (gone) {
                        entry.getValue().close();
                        obstacles.forget(entry.getKey());
                    }
                    return gone;
                });
    }

    @Override
    public void close() {
        stopping = true;
        podsChanged();
    }
}
