package io.podferry.agent.runtime;

import io.podferry.agent.cgroup.CgroupTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Port: a container of this node that can be dumped, whoever made it. Thread-safe as long as one
 * thread at a time dumps it.
 */
public interface DumpSubject {
    /** runc's name of it. */
    String id();

    /** Path of its own cgroup below every hierarchy's root. */
    String cgroup();

    CgroupTree cgroups();

    /** Whether it lives, and why not. */
    ContainerState state() throws IOException;

    /** A runc command with its global options; during a dump CRIU reads {@link #criuConfig}. */
    List<String> runc(Path log, String... arguments);

    /** A process in a session of its own that outlives the agent and finds CRIU. */
    ProcessBuilder detached(Path attempt, List<String> command);

    /** Kills everything in its cgroup, frozen or not, and waits until nothing is left. */
    void kill(String why) throws IOException;

    /** CRIU's options for this container; rewritten for every attempt. */
    Path criuConfig();

    /** Version of the CRIU that dumps it, for example 4.2.1. */
    String criuVersion();
}
