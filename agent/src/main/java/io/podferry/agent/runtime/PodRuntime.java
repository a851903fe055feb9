package io.podferry.agent.runtime;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.process.Scripts;
import io.podferry.agent.process.Trees;
import io.podferry.agent.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes, starts, finds and removes the pods of one node. Keeps nothing in memory that is not also
 * on disk or in the kernel: a restarted agent makes a new one and finds everything again.
 * Thread-safe; one process per node. The process itself must not be in the node's cgroup: what it
 * starts for a checkpoint must have memory when the node has none.
 */
public final class PodRuntime implements PodInventory {
    static final String SHIM = "shim.pl";

    private final NodePaths paths;
    private final CgroupTree cgroups;
    private final String nodeCgroup;
    private final NodeNetwork network;
    private final Tools.Found tools;

    /**
     * Nothing is made or looked at yet.
     *
     * @param nodeCgroup path of the node's cgroup below every hierarchy's root, for example {@code
     *     /podferry/demo/node-a}
     */
    public PodRuntime(
            NodePaths paths,
            CgroupTree cgroups,
            String nodeCgroup,
            NodeNetwork network,
            Tools.Found tools) {
        this.paths = paths;
        this.cgroups = cgroups;
        this.nodeCgroup = nodeCgroup;
        this.network = network;
        this.tools = tools;
    }

    /**
     * Makes the node's folders and its cgroup with a limit, or adjusts them.
     *
     * @param memoryLimitBytes of all pods together
     */
    public synchronized void createNode(long memoryLimitBytes) throws IOException {
        for (Path folder :
                List.of(
                        paths.root(),
                        paths.runc(),
                        paths.programs(),
                        paths.pods(),
                        paths.fences(),
                        paths.migrations(),
                        paths.checkpoints())) {
            Files0700.folder(folder);
        }
        Scripts.install(PodRuntime.class, SHIM, paths.programs().resolve(SHIM));
        cgroups.create(nodeCgroup);
        cgroups.limitMemory(nodeCgroup, memoryLimitBytes);
    }

    /** Removes every pod, the node's cgroup and its folders; fences go, too. */
    public synchronized void removeNode() throws IOException {
        for (String uid : uids()) {
            remove(uid);
        }
        cgroups.remove(nodeCgroup);
        for (Path parent = Path.of(nodeCgroup).getParent();
                parent != null && parent.getNameCount() > 0;
                parent = parent.getParent()) {
            cgroups.removeIfEmpty(parent.toString());
        }
        for (Path folder :
                List.of(
                        paths.runc(),
                        paths.programs(),
                        paths.pods(),
                        paths.fences(),
                        paths.migrations(),
                        paths.checkpoints())) {
            Trees.remove(folder);
        }
    }

    /**
     * Everything of a pod except its processes: address, network namespace, cgroups, folders,
     * mounts, configurations. Idempotent: an existing one is found, completed and returned.
     *
     * @param previousUid incarnation it continues, null for a new pod
     * @param workStartedAt when its work began
     * @throws IOException with a remedy when the specification cannot be met here, or the UID is
     *     fenced
     */
    public synchronized PodStatus createSandbox(
            String uid, @Nullable String previousUid, PodSpec spec, Instant workStartedAt)
            throws IOException {
        refuseFenced(uid);
        PodRecord pod;
        if (Files.exists(paths.pod(uid).resolve(PodRecord.FILE))) {
            pod = PodRecord.read(paths.pod(uid));
        } else {
            SpecCheck.check(uid, spec);
            pod =
                    new PodRecord(
                            uid,
                            previousUid,
                            spec,
                            network.freeAddress(addresses()),
                            workStartedAt.toEpochMilli(),
                            System.currentTimeMillis());
            Files0700.folder(paths.pod(uid));
            pod.write(paths.pod(uid));
        }
        try {
            cgroups.create(podCgroup(uid));
            Path namespace = network.createPod(uid, pod.address());
            for (ContainerSpec each : pod.spec().containers()) {
                container(uid, each.name()).prepare(each, pod.spec().name(), namespace);
            }
        } catch (IOException e) {
            if (!status(pod).alive()) {
                remove(uid);
            }
            throw e;
        }
        return status(pod);
    }

    /**
     * Starts all containers of a sandbox from nothing. A container that was started before is left
     * alone.
     *
     * @throws IOException when the UID is fenced or a program cannot be started; nothing of the pod
     *     runs then
     */
    public synchronized void start(String uid) throws IOException {
        PodRecord pod = record(uid);
        try {
            for (ContainerSpec spec : pod.spec().containers()) {
                refuseFenced(uid);
                ContainerStart.run(container(uid, spec.name()));
            }
        } catch (IOException e) {
            for (ContainerSpec spec : pod.spec().containers()) {
                Container container = container(uid, spec.name());
                container.kill("another container of the pod could not be started");
                container.forget();
            }
            throw e;
        }
    }

    /** All pods of this node, dead ones until they are removed, in the order of their UIDs. */
    @Override
    public List<PodStatus> list() throws IOException {
        List<PodStatus> pods = new ArrayList<>();
        for (String uid : uids()) {
            find(uid).ifPresent(pods::add);
        }
        return pods;
    }

    private List<String> uids() throws IOException {
        if (!Files.isDirectory(paths.pods())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(paths.pods())) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public Optional<PodStatus> find(String uid) throws IOException {
        return Files.exists(paths.pod(uid).resolve(PodRecord.FILE))
                ? Optional.of(status(record(uid)))
                : Optional.empty();
    }

    private PodStatus status(PodRecord pod) throws IOException {
        List<ContainerStatus> containers = new ArrayList<>();
        for (ContainerSpec spec : pod.spec().containers()) {
            Container container = container(pod.uid(), spec.name());
            containers.add(new ContainerStatus(spec.name(), container.cgroup(), container.state()));
        }
        return new PodStatus(
                pod.uid(),
                pod.previousUid(),
                pod.spec(),
                pod.address(),
                podCgroup(pod.uid()),
                Instant.ofEpochMilli(pod.workStartedAtEpochMillis()),
                Instant.ofEpochMilli(pod.createdAtEpochMillis()),
                containers);
    }

    /** One container of a pod, whether it exists or not. */
    public Container container(String uid, String name) {
        return new Container(paths, cgroups, tools, podCgroup(uid), uid, name);
    }

    /** Path of the node's cgroup below every hierarchy's root. */
    public String nodeCgroup() {
        return nodeCgroup;
    }

    private String podCgroup(String uid) {
        return nodeCgroup + "/" + uid;
    }

    private PodRecord record(String uid) throws IOException {
        if (!Files.exists(paths.pod(uid).resolve(PodRecord.FILE))) {
            throw new IOException(
                    "there is no pod '" + uid + "' on this node. Maybe it was moved or removed");
        }
        return PodRecord.read(paths.pod(uid));
    }

    private List<String> addresses() throws IOException {
        List<String> taken = new ArrayList<>();
        for (String uid : uids()) {
            if (Files.exists(paths.pod(uid).resolve(PodRecord.FILE))) {
                taken.add(record(uid).address());
            }
        }
        return taken;
    }

    /**
     * Kills every process of the pod with SIGKILL, frozen ones included, and waits until they are
     * gone. Idempotent.
     */
    public void kill(String uid) throws IOException {
        for (Container container : containers(uid)) {
            container.kill("killed on request");
        }
    }

    /** The containers of a pod by its folders, so that also a half made pod can be removed. */
    private List<Container> containers(String uid) throws IOException {
        Path folder = paths.pod(uid).resolve("containers");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(n -> container(uid, n.getFileName().toString())).toList();
        }
    }

    /**
     * Kills, then removes cgroups, mounts, namespace and files without a trace; the fence stays.
     * Idempotent.
     */
    public synchronized void remove(String uid) throws IOException {
        for (Container container : containers(uid)) {
            container.remove();
        }
        cgroups.remove(podCgroup(uid));
        network.removePod(uid);
        Trees.remove(paths.pod(uid));
    }

    /** The newest lines of a container's output. */
    public List<String> logs(String uid, String container, int tail) throws IOException {
        return LogTail.read(container(uid, container).folder().log(), tail);
    }

    /** From now on this incarnation can never be started or restored here, durably. */
    public synchronized void fence(String uid) throws IOException {
        if (!fenced(uid)) {
            Files0700.write(paths.fences().resolve(uid), Instant.now() + "\n");
        }
    }

    @Override
    public boolean fenced(String uid) {
        return Files.exists(paths.fences().resolve(uid));
    }

    /**
     * Refuses what was fenced.
     *
     * @throws IOException when this incarnation must not be started any more
     */
    public void refuseFenced(String uid) throws IOException {
        if (fenced(uid)) {
            throw new IOException(
                    "pod %s has left this node for good and is never started here again"
                            .formatted(uid));
        }
    }

    /**
     * What is left of a pod that ought to be dead: its init processes (process id and start time)
     * and everything in its cgroups. Empty is the proof that it executes nothing any more.
     */
    public List<String> remains(String uid) throws IOException {
        List<String> left = new ArrayList<>();
        for (Container container : containers(uid)) {
            container
                    .init()
                    .filter(ProcessIdentity::alive)
                    .ifPresent(p ->
                            left.add("%s: init process %d".formatted(container.id(), p.pid())));
        }
        for (int pid : cgroups.processes(podCgroup(uid))) {
            left.add("%s: process %d (%s) in its cgroup".formatted(uid, pid, Processes.name(pid)));
        }
        return left;
    }

    /**
     * The folders that move with the pod. On the target the same names give the places to put them
     * before the restore.
     */
    public List<CapturedFolder> captured(String uid) throws IOException {
        List<CapturedFolder> folders = new ArrayList<>();
        for (ContainerSpec spec : record(uid).spec().containers()) {
            folders.addAll(container(uid, spec.name()).folder().captured(spec));
        }
        return folders;
    }
}
