package io.podferry.cli.controller;

import io.podferry.extender.kubernetes.ApiTransport;
import io.podferry.extender.kubernetes.Kind;
import io.podferry.extender.kubernetes.ObjectCache;
import io.podferry.extender.kubernetes.Reflector;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import java.time.InstantSource;

/** Nodes and pods, followed from the start, by standbys too. Thread-safe. */
final class ClusterPicture implements AutoCloseable {
    private final Reflector<NodeFacts> nodes;
    private final Reflector<PodFacts> pods;

    ClusterPicture(ApiTransport transport, InstantSource clock) {
        nodes = new Reflector<>(transport, Kind.NODES, clock);
        pods = new Reflector<>(transport, Kind.PODS, clock);
    }

    ObjectCache<NodeFacts> nodes() {
        return nodes.cache();
    }

    ObjectCache<PodFacts> pods() {
        return pods.cache();
    }

    @Override
    public void close() {
        pods.close();
        nodes.close();
    }
}
