package io.podferry.agent.node;

import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodDump;
import io.podferry.agent.migration.Shipment;
import io.podferry.agent.migration.SourceNode;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.transfer.PreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The source's half of moves, on this machine's containers. Thread-safe. */
final class LocalSource implements SourceNode {
    private final PodRuntime runtime;
    private final Checkpoints checkpoints;
    private final Shipping shipping;
    private final Heart heart;
    private final Preflight preflight;

    LocalSource(
            PodRuntime runtime,
            Checkpoints checkpoints,
            Shipping shipping,
            Heart heart,
            Preflight preflight) {
        this.runtime = runtime;
        this.checkpoints = checkpoints;
        this.shipping = shipping;
        this.heart = heart;
        this.preflight = preflight;
    }

    @Override
    public Heart heart() {
        return heart;
    }

    @Override
    public List<String> obstacles(String podUid) throws IOException {
        return preflight.obstacles(podUid);
    }

    @Override
    public Shipment openShipment(MigrationOrder order, Path attempt)
            throws IOException, StepFailure {
        return shipping.open(order, runtime.captured(order.podUid()));
    }

    @Override
    public long copyAhead(MigrationOrder order, Shipment shipment, PreCopy.Patience patience)
            throws IOException, InterruptedException {
        return shipping.copyAhead(
                order, shipment, patience, name -> runtime.container(order.podUid(), name));
    }

    @Override
    public PodDump startDump(MigrationOrder order, Path attempt, Shipment shipment)
            throws IOException {
        PodShipment open = PodShipment.of(shipment);
        Map<String, ContainerDump> dumps = new TreeMap<>();
        for (String container : order.containers()) {
            Path folder = Folders.makePrivate(attempt.resolve(container));
            dumps.put(
                    container,
                    checkpoints.startDump(
                            order.podUid(), container, folder, open.pageServer(container)));
        }
        PodDump dump = new PodDump(dumps, dumps.size());
        open.dumping(dump);
        return dump;
    }

    @Override
    public PodDump findDump(MigrationOrder order, Path attempt) {
        Map<String, ContainerDump> dumps = new TreeMap<>();
        for (String container : order.containers()) {
            Path folder = attempt.resolve(container);
            if (Files.isDirectory(folder)) {
                dumps.put(container, checkpoints.findDump(order.podUid(), container, folder));
            }
        }
        return new PodDump(dumps, order.containers().size());
    }

    /** Nobody but this agent starts pods, and it starts none that leaves. */
    @Override
    public void departing(MigrationOrder order) {}

    @Override
    public void staying(MigrationOrder order) {}

    @Override
    public void awaitDismissal(MigrationOrder order) {}

    @Override
    public void fence(String podUid) throws IOException {
        runtime.fence(podUid);
    }

    @Override
    public void requireGone(String podUid) throws IOException, StepFailure {
        List<String> remains = runtime.remains(podUid);
        if (!remains.isEmpty()) {
            throw new StepFailure(
                    "pod %s is not dead yet: %s".formatted(podUid, String.join(", ", remains)));
        }
    }

    @Override
    public void removeDeparted(String podUid) throws IOException {
        runtime.remove(podUid);
    }
}
