package io.podferry.extender.kubernetes;

import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.Hold;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.picture.ViewLoop;
import io.podferry.extender.picture.ViewMaker;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Pictures of a Kubernetes cluster: objects from two caches, memory from whoever reads it. What
 * nobody has read is unknown: its sample is as old as time. Used by one thread.
 */
public final class KubernetesPicture implements ViewLoop.ViewSource {
    private static final Duration STALE = Duration.ofMinutes(2);

    private final ObjectCache<NodeFacts> nodes;
    private final ObjectCache<PodFacts> pods;
    private final MemoryReadings readings;
    private final Supplier<List<Hold>> holds;
    private final ViewMaker maker = new ViewMaker();

    /**
     * @param holds migrations that wait for their clones
     */
    public KubernetesPicture(
            ObjectCache<NodeFacts> nodes,
            ObjectCache<PodFacts> pods,
            MemoryReadings readings,
            Supplier<List<Hold>> holds) {
        this.nodes = nodes;
        this.pods = pods;
        this.readings = readings;
        this.holds = holds;
    }

    @Override
    public ClusterView view(Instant now) throws IOException {
        return maker.view(snapshot(now), holds.get());
    }

    /**
     * The cluster now.
     *
     * @throws IOException when a cache has never been filled, or nothing was heard for too long
     */
    public ClusterSnapshot snapshot(Instant now) throws IOException {
        fresh(nodes, "nodes", now);
        fresh(pods, "pods", now);
        List<NodeSnapshot> nodeList = new ArrayList<>(nodes.all().size());
        for (NodeFacts node : nodes.all()) {
            nodeList.add(node(node));
        }
        List<PodSnapshot> podList = new ArrayList<>(pods.all().size());
        for (PodFacts pod : pods.all()) {
            if (pod.node().isPresent()) {
                podList.add(pod(pod, pod.node().get()));
            }
        }
        return new ClusterSnapshot(now, nodeList, podList);
    }

    private static void fresh(ObjectCache<?> cache, String what, Instant now) throws IOException {
        if (!cache.synced()) {
            throw new IOException("the list of " + what + " is not complete yet");
        }
        if (cache.age(now).compareTo(STALE) > 0) {
            throw new IOException(
                    "nothing was heard of %s for %d s".formatted(what, cache.age(now).toSeconds()));
        }
    }

    private NodeSnapshot node(NodeFacts node) {
        Optional<MemoryReadings.Reading> reading = readings.node(node.name());
        return new NodeSnapshot(
                new NodeName(node.name()),
                node.allocatable().orElse(DataSize.ZERO),
                reading.map(MemoryReadings.Reading::memory).orElse(DataSize.ZERO),
                reading.map(MemoryReadings.Reading::at).orElse(Instant.EPOCH),
                OptionalDouble.empty(),
                !node.cordoned() && node.ready());
    }

    private PodSnapshot pod(PodFacts pod, String node) {
        String uid = pod.uid().orElseThrow();
        Optional<MemoryReadings.Reading> reading = readings.pod(pod.qualifiedName(), uid);
        return new PodSnapshot(
                new PodUid(uid),
                Optional.empty(),
                pod.qualifiedName(),
                new NodeName(node),
                pod.workloadClass(),
                pod.labels(),
                reading.map(MemoryReadings.Reading::memory).orElse(DataSize.ZERO),
                reading.map(MemoryReadings.Reading::at).orElse(Instant.EPOCH),
                pod.memoryLimit(),
                Instant.EPOCH,
                List.of());
    }
}
