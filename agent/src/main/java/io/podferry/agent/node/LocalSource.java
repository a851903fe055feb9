package io.podferry.agent.node;

import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodDump;
import io.podferry.agent.migration.Shipment;
import io.podferry.agent.migration.SourceNode;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.runtime.Container;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.security.Identity;
import io.podferry.agent.transfer.ImageSender;
import io.podferry.agent.transfer.PreCopy;
import io.podferry.agent.transfer.Ticket;
import io.podferry.agent.transfer.TransferException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The source's half of moves, on this machine's containers. Thread-safe. */
final class LocalSource implements SourceNode {
    private final PodRuntime runtime;
    private final Checkpoints checkpoints;
    private final Identity identity;
    private final Heart heart;
    private final Preflight preflight;
    private final OptionalLong bytesPerSecond;
    private final Supplier<Duration> timeLeft;

    /**
     * @param bytesPerSecond most bytes to ship per second, empty: no limit
     * @param timeLeft until the node has no memory left, if it grows on as it does
     */
    LocalSource(
            PodRuntime runtime,
            Checkpoints checkpoints,
            Identity identity,
            Heart heart,
            Preflight preflight,
            OptionalLong bytesPerSecond,
            Supplier<Duration> timeLeft) {
        this.runtime = runtime;
        this.checkpoints = checkpoints;
        this.identity = identity;
        this.heart = heart;
        this.preflight = preflight;
        this.bytesPerSecond = bytesPerSecond;
        this.timeLeft = timeLeft;
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
        InetSocketAddress target =
                new InetSocketAddress(order.targetHost(), order.targetTransferPort());
        ImageSender sender;
        try {
            sender = ImageSender.open(target, identity, ticket(order), bytesPerSecond);
        } catch (TransferException e) {
            throw new StepFailure("the target refuses the shipment: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StepFailure(
                    "the target %s at %s cannot be reached: %s"
                            .formatted(order.target(), target, e.getMessage()),
                    e);
        }
        try {
            return new PodShipment(sender, containers(order), runtime.captured(order.podUid()));
        } catch (IOException | RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    static Ticket ticket(MigrationOrder order) {
        return new Ticket(
                order.id(),
                order.epoch(),
                order.podUid(),
                order.cloneUid(),
                order.source(),
                order.target(),
                order.expiresAtEpochMillis(),
                order.secret());
    }

    static List<String> containers(MigrationOrder order) {
        return order.spec().containers().stream().map(ContainerSpec::name).toList();
    }

    @Override
    public long copyAhead(MigrationOrder order, Shipment shipment, PreCopy.Patience patience)
            throws IOException, InterruptedException {
        long bytes = 0;
        CopyBudget budget = new CopyBudget(order.sizeBytes(), timeLeft);
        PreCopy.Patience both = () -> patience.goesOn() && budget.lasts();
        for (String name : containers(order)) {
            Container container = runtime.container(order.podUid(), name);
            Optional<ProcessIdentity> init = container.init();
            if (init.isPresent() && both.goesOn()) {
                bytes +=
                        open(shipment)
                                .preCopy(name)
                                .run(
                                        container.cgroups().processes(container.cgroup()),
                                        init.get().pid(),
                                        both);
            }
        }
        return bytes;
    }

    private static PodShipment open(Shipment shipment) {
        if (!(shipment instanceof PodShipment open)) {
            throw new IllegalArgumentException("not a shipment of this node: " + shipment);
        }
        return open;
    }

    @Override
    public PodDump startDump(MigrationOrder order, Path attempt, Shipment shipment)
            throws IOException {
        PodShipment open = open(shipment);
        Map<String, ContainerDump> dumps = new TreeMap<>();
        for (String container : containers(order)) {
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
        for (String container : containers(order)) {
            Path folder = attempt.resolve(container);
            if (Files.isDirectory(folder)) {
                dumps.put(container, checkpoints.findDump(order.podUid(), container, folder));
            }
        }
        return new PodDump(dumps, containers(order).size());
    }

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
