package io.podferry.agent.kubernetes;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.KubernetesClone;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodDump;
import io.podferry.agent.migration.Shipment;
import io.podferry.agent.migration.SourceNode;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.node.Folders;
import io.podferry.agent.node.PodShipment;
import io.podferry.agent.node.Preflight;
import io.podferry.agent.node.Shipping;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.DumpSubject;
import io.podferry.agent.transfer.PreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source's half of moves, on kubelet's containers. Thread-safe. */
final class KubeSource implements SourceNode {
    private static final Logger LOG = LoggerFactory.getLogger(KubeSource.class);

    /** kubelet hears of a deletion within a second; the fence makes up for one that does not. */
    private static final Duration DISMISSAL = Duration.ofSeconds(10);

    private final KubePods pods;
    private final WrapperFiles wrapper;
    private final Departures departures;
    private final Layers layers;
    private final KubeTools tools;
    private final CgroupTree cgroups;
    private final Shipping shipping;
    private final Preflight preflight;
    private final Heart heart;

    KubeSource(
            KubePods pods,
            WrapperFiles wrapper,
            Departures departures,
            Layers layers,
            KubeTools tools,
            CgroupTree cgroups,
            Shipping shipping,
            Preflight preflight,
            Heart heart) {
        this.pods = pods;
        this.wrapper = wrapper;
        this.departures = departures;
        this.layers = layers;
        this.tools = tools;
        this.cgroups = cgroups;
        this.shipping = shipping;
        this.preflight = preflight;
        this.heart = heart;
    }

    @Override
    public Heart heart() {
        return heart;
    }

    @Override
    public List<String> obstacles(String podUid) throws IOException {
        List<String> found = new ArrayList<>(preflight.obstacles(podUid));
        for (KubeContainer container : pods.containers(podUid).values()) {
            if (Layers.upperOf(container).isEmpty()) {
                found.add(
                        "container '%s' has no writable layer of overlayfs. Use containerd's overlayfs snapshotter."
                                .formatted(container.name()));
            }
            if (!behindWrapper(container)) {
                found.add(
                        "container '%s' was not started through the runtime wrapper, so nothing here could keep kubelet from starting it again. Give the pod the RuntimeClass 'podferry', or make the wrapper the node's default runtime."
                                .formatted(container.name()));
            }
        }
        return found;
    }

    /** containerd keeps the options of the runtime beside the bundle. */
    private boolean behindWrapper(KubeContainer container) throws IOException {
        Path options = tools.host().path(Path.of(container.bundle(), "options.json"));
        return Files.exists(options) && Files.readString(options).contains("podferry-runtime");
    }

    @Override
    public Shipment openShipment(MigrationOrder order, Path attempt)
            throws IOException, StepFailure {
        return shipping.open(
                order, layers.of(order.podUid(), running(order).values(), emptyDirs(order)));
    }

    static List<String> emptyDirs(MigrationOrder order) {
        KubernetesClone clone = order.podObject();
        return clone == null ? List.of() : clone.emptyDirs();
    }

    /** All containers of the specification, which must run. */
    private Map<String, KubeContainer> running(MigrationOrder order)
            throws StepFailure, IOException {
        Map<String, KubeContainer> found = pods.containers(order.podUid());
        for (String name : order.containers()) {
            if (!found.containsKey(name)) {
                throw new StepFailure(
                        "container '%s' of the pod does not run on %s. A pod moves only while all its containers run."
                                .formatted(name, order.source()));
            }
        }
        found.keySet().retainAll(order.containers());
        return found;
    }

    @Override
    public long copyAhead(MigrationOrder order, Shipment shipment, PreCopy.Patience patience)
            throws IOException, InterruptedException {
        Map<String, KubeContainer> containers = pods.containers(order.podUid());
        Map<String, DumpSubject> subjects = new TreeMap<>();
        for (String name : order.containers()) {
            KubeContainer container = containers.get(name);
            if (container == null) {
                throw new IOException("container '" + name + "' has ended");
            }
            subjects.put(name, subject(container, Path.of("/")));
        }
        return shipping.copyAhead(
                order, shipment, patience, name -> Objects.requireNonNull(subjects.get(name)));
    }

    private KubeSubject subject(KubeContainer container, Path attempt) {
        return new KubeSubject(container, tools, cgroups, attempt.resolve("criu.conf"));
    }

    @Override
    public PodDump startDump(MigrationOrder order, Path attempt, Shipment shipment)
            throws IOException {
        Map<String, KubeContainer> containers = pods.containers(order.podUid());
        containers.keySet().retainAll(order.containers());
        if (containers.size() < order.containers().size()) {
            throw new IOException("a container of the pod has ended meanwhile");
        }
        departures.write(order.podUid(), List.copyOf(containers.values()));
        PodShipment open = PodShipment.of(shipment);
        Map<String, ContainerDump> dumps = new TreeMap<>();
        for (KubeContainer container : containers.values()) {
            Path folder = Folders.makePrivate(attempt.resolve(container.name()));
            dumps.put(
                    container.name(),
                    Checkpoints.startDump(
                            subject(container, folder), folder, open.pageServer(container.name())));
        }
        PodDump dump = new PodDump(dumps, dumps.size());
        open.dumping(dump);
        return dump;
    }

    @Override
    public PodDump findDump(MigrationOrder order, Path attempt) throws IOException {
        Map<String, ContainerDump> dumps = new TreeMap<>();
        for (KubeContainer container : departures.read(order.podUid())) {
            Path folder = attempt.resolve(container.name());
            if (Files.isDirectory(folder)) {
                dumps.put(
                        container.name(), Checkpoints.findDump(subject(container, folder), folder));
            }
        }
        return new PodDump(dumps, order.containers().size());
    }

    @Override
    public void departing(MigrationOrder order) throws IOException {
        for (KubeContainer container : departures.read(order.podUid())) {
            wrapper.watch(container.id());
        }
        wrapper.depart(order.podUid(), why(order));
    }

    private static String why(MigrationOrder order) {
        return "it moves to %s (migration %s)".formatted(order.target(), order.id());
    }

    @Override
    public void staying(MigrationOrder order) throws IOException {
        wrapper.stay(order.podUid());
        for (KubeContainer container : departures.read(order.podUid())) {
            wrapper.unwatch(container.id());
        }
        departures.forget(order.podUid());
    }

    @Override
    public void awaitDismissal(MigrationOrder order) throws IOException {
        List<KubeContainer> containers = departures.read(order.podUid());
        boolean told =
                Processes.await(
                        DISMISSAL,
                        () ->
                                containers.stream()
                                        .allMatch(c ->
                                                wrapper.killed(c.id())
                                                        || !subject(c, Path.of("/")).alive()));
        if (!told) {
            LOG.warn(
                    "migration {}: kubelet has not asked for the end of pod {} within {} s; the"
                            + " fence keeps it from starting the pod again",
                    order.id(),
                    order.podUid(),
                    DISMISSAL.toSeconds());
        }
    }

    @Override
    public void fence(String podUid) throws IOException {
        if (!wrapper.departed(podUid)) {
            wrapper.depart(podUid, "it has moved to another node");
        }
    }

    @Override
    public void requireGone(String podUid) throws IOException, StepFailure {
        List<String> left = new ArrayList<>();
        for (KubeContainer container : departures.read(podUid)) {
            if (new ProcessIdentity(container.pid(), container.startTicks()).alive()) {
                left.add("%s: init process %d".formatted(container.name(), container.pid()));
            }
            for (int pid : cgroups.processes(container.cgroup())) {
                left.add(
                        "%s: process %d (%s)"
                                .formatted(container.name(), pid, Processes.name(pid)));
            }
        }
        if (!left.isEmpty()) {
            throw new StepFailure(
                    "pod %s is not dead yet: %s".formatted(podUid, String.join(", ", left)));
        }
    }

    /** kubelet removes what is left of the pod; the fence stays. */
    @Override
    public void removeDeparted(String podUid) throws IOException {
        departures.forget(podUid);
    }
}
