package io.podferry.agent.kubernetes;

import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.ContainerStatus;
import io.podferry.agent.runtime.PodInventory;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pods that kubelet has started on this node, found in runc's state. Thread-safe. */
final class KubePods implements PodInventory {
    private final Path runcRoot;
    private final WrapperFiles wrapper;

    /**
     * @param runcRoot runc's state, as this process sees it
     */
    KubePods(Path runcRoot, WrapperFiles wrapper) {
        this.runcRoot = runcRoot;
        this.wrapper = wrapper;
    }

    /** All live containers of pods, of one pod together, in the order in which they were made. */
    List<KubeContainer> containers() throws IOException {
        List<KubeContainer> found = new ArrayList<>();
        if (!Files.isDirectory(runcRoot)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runcRoot)) {
            for (Path folder : folders) {
                RuncState.read(folder.resolve("state.json")).ifPresent(found::add);
            }
        }
        found.sort(
                Comparator.comparing(KubeContainer::podUid)
                        .thenComparingLong(KubeContainer::createdAtEpochMillis)
                        .thenComparing(KubeContainer::id));
        return found;
    }

    /** The live containers of one pod by name. */
    Map<String, KubeContainer> containers(String podUid) throws IOException {
        Map<String, KubeContainer> found = new TreeMap<>();
        for (KubeContainer container : containers()) {
            if (container.podUid().equals(podUid)) {
                found.put(container.name(), container);
            }
        }
        return found;
    }

    @Override
    public List<PodStatus> list() throws IOException {
        Map<String, List<KubeContainer>> byPod = new TreeMap<>();
        for (KubeContainer container : containers()) {
            byPod.computeIfAbsent(container.podUid(), _ -> new ArrayList<>()).add(container);
        }
        return byPod.values().stream().map(KubePods::status).toList();
    }

    @Override
    public Optional<PodStatus> find(String uid) throws IOException {
        return list().stream().filter(pod -> pod.uid().equals(uid)).findFirst();
    }

    @Override
    public boolean fenced(String uid) {
        return wrapper.departed(uid);
    }

    /** What the API server knows better (labels, owner, limits) is the controller's to add. */
    private static PodStatus status(List<KubeContainer> containers) {
        KubeContainer first = containers.getFirst();
        Instant since = Instant.ofEpochMilli(first.createdAtEpochMillis());
        return new PodStatus(
                first.podUid(),
                null,
                new PodSpec(
                        first.pod(),
                        first.pod(),
                        Map.of(),
                        containers.stream().map(c -> spec(c.name())).toList()),
                "",
                first.podCgroup(),
                since,
                since,
                containers.stream()
                        .map(c -> new ContainerStatus(c.name(), c.cgroup(), c.running()))
                        .toList());
    }

    private static ContainerSpec spec(String name) {
        return new ContainerSpec(
                name, null, null, List.of(), Map.of(), null, null, List.of(), List.of());
    }
}
