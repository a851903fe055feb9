package io.podferry.agent.cgroup;

import io.podferry.agent.process.Mounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the control group hierarchies are mounted.
 *
 * @param version 1 or 2: where the memory controller lives
 * @param memory mount point of the memory controller's hierarchy
 * @param freezer mount point of the version 1 freezer; empty where there is only version 2
 * @param all every hierarchy, memory's first
 */
record Hierarchies(int version, Path memory, Optional<Path> freezer, List<Path> all) {
    static Optional<Hierarchies> of(List<Mounts.Mount> mounts) {
        Optional<Path> memory1 = controller(mounts, "memory");
        Optional<Path> unified =
                mounts.stream()
                        .filter(m -> m.type().equals("cgroup2"))
                        .map(Mounts.Mount::point)
                        .findFirst();
        Optional<Path> memory = memory1.or(() -> unified);
        List<Path> all = new ArrayList<>();
        memory.ifPresent(all::add);
        for (Mounts.Mount mount : mounts) {
            if ((mount.type().equals("cgroup") || mount.type().equals("cgroup2"))
                    && !all.contains(mount.point())) {
                all.add(mount.point());
            }
        }
        return memory.map(m ->
                new Hierarchies(
                        memory1.isPresent() ? 1 : 2,
                        m,
                        controller(mounts, "freezer"),
                        List.copyOf(all)));
    }

    private static Optional<Path> controller(List<Mounts.Mount> mounts, String name) {
        return mounts.stream()
                .filter(m ->
                        m.type().equals("cgroup")
                                && List.of(m.options().split(",", -1)).contains(name))
                .map(Mounts.Mount::point)
                .findFirst();
    }
}
