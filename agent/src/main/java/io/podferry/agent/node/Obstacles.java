package io.podferry.agent.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What keeps CRIU from dumping processes, each with a remedy. Knows nothing but what it is given;
 * the list follows CRIU's own limits.
 */
final class Obstacles {
    /** CRIU copies a deleted file into the images up to this size; the dump's settings say so. */
    static final long GHOST_LIMIT = 64L << 20;

    private static final Set<String> HARMLESS_DEVICES =
            Set.of(
                    "/dev/null",
                    "/dev/zero",
                    "/dev/full",
                    "/dev/random",
                    "/dev/urandom",
                    "/dev/tty",
                    "/dev/console");

    private Obstacles() {}

    /**
     * @param container name, for the text
     * @param init process id of its init
     * @param processes all processes of the container
     */
    static List<String> of(String container, int init, Collection<ProcessFacts> processes) {
        Set<String> found = new TreeSet<>();
        Set<Integer> pids = processes.stream().map(ProcessFacts::pid).collect(Collectors.toSet());
        for (ProcessFacts process : processes) {
            String who = "process %d of container '%s'".formatted(process.pid(), container);
            if (process.tracer() != 0) {
                found.add(
                        "%s is traced by process %d. End the debugger or tracer."
                                .formatted(who, process.tracer()));
            }
            if (process.pid() != init && !pids.contains(process.parent())) {
                found.add("%s was started from outside (an exec session). End it.".formatted(who));
            }
            for (ProcessFacts.OpenFile file : process.files()) {
                openFile(who, file, found);
            }
            for (String mapping : process.mappings()) {
                found.add(
                        "%s has mapped '%s', which CRIU cannot save. Run it without that device."
                                .formatted(who, mapping));
            }
        }
        return List.copyOf(found);
    }

    private static void openFile(String who, ProcessFacts.OpenFile file, Set<String> found) {
        String target = file.target();
        if (target.startsWith("anon_inode:")) {
            anonymous(who, target.substring("anon_inode:".length()), found);
        } else if (file.deletedBytes().isPresent()) {
            if (file.deletedBytes().getAsLong() > GHOST_LIMIT && !target.startsWith("/memfd:")) {
                found.add(
                        "%s holds the deleted file '%s' of %d MiB open, CRIU saves at most %d MiB of it. Close it, or keep its name."
                                .formatted(
                                        who,
                                        target,
                                        file.deletedBytes().getAsLong() >> 20,
                                        GHOST_LIMIT >> 20));
            }
        } else if (target.startsWith("/dev/")
                && !target.startsWith("/dev/shm/")
                && !target.startsWith("/dev/mqueue/")
                && !target.startsWith("/dev/pts/")
                && !HARMLESS_DEVICES.contains(target)) {
            found.add(
                    "%s has the device '%s' open, which CRIU cannot save. Run it without that device."
                            .formatted(who, target));
        }
    }

    private static void anonymous(String who, String kind, Set<String> found) {
        String name = kind.replaceAll("[\\[\\]]", "");
        switch (name) {
            case "io_uring" ->
                    found.add(
                            "%s uses io_uring, which CRIU cannot save. Switch it off in the program."
                                    .formatted(who));
            case "inotify", "fanotify" ->
                    found.add(
                            "%s watches files with %s, which CRIU cannot restore on overlay. Switch file watching off in the program."
                                    .formatted(who, name));
            case "perf_event",
                    "userfaultfd",
                    "kvm-vm",
                    "kvm-vcpu",
                    "landlock-ruleset",
                    "secretmem" ->
                    found.add(
                            "%s uses %s, which CRIU cannot save. Switch it off in the program."
                                    .formatted(who, name));
            default -> {
                // eventfd, eventpoll, signalfd, timerfd and pidfd can be saved.
            }
        }
    }

    /**
     * Unix sockets of the pod whose other end is somebody else's.
     *
     * @param connections pairs of inodes, own first
     * @param own inodes of all sockets of the pod
     */
    static List<String> externalSockets(List<UnixSockets.Pair> connections, Set<Long> own) {
        List<String> found = new ArrayList<>();
        for (UnixSockets.Pair pair : connections) {
            if (own.contains(pair.inode()) && pair.peer() != 0 && !own.contains(pair.peer())) {
                found.add(
                        "the pod is connected to something outside over the unix socket '%s'. Close the connection, or connect over TCP."
                                .formatted(pair.name()));
            }
        }
        return found;
    }
}
