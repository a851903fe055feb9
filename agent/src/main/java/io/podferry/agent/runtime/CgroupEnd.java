package io.podferry.agent.runtime;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.process.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The end of all processes of a container. */
public final class CgroupEnd {
    private static final Duration DEATH = Duration.ofSeconds(10);

    private CgroupEnd() {}

    /**
     * Kills everything in a cgroup, frozen or not, and waits until nothing is left.
     *
     * @param container name for the text of an error
     */
    public static void of(CgroupTree cgroups, String cgroup, String container) throws IOException {
        boolean empty =
                Processes.await(
                        DEATH,
                        () -> {
                            List<Integer> left = cgroups.processes(cgroup);
                            Processes.kill(left);
                            cgroups.freezer(cgroup).thaw();
                            return left.isEmpty();
                        });
        if (!empty) {
            throw new IOException(
                    "processes of container %s do not die: %s. Maybe they wait for a device that does not answer"
                            .formatted(container, cgroups.processes(cgroup)));
        }
    }
}
