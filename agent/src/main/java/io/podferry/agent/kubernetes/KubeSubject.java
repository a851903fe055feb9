package io.podferry.agent.kubernetes;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.runtime.CgroupEnd;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.DumpSubject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A container of kubelet's that is dumped: runc works on containerd's root, in a mount namespace of
 * its own, in which CRIU's options are this dump's and nobody else's.
 */
final class KubeSubject implements DumpSubject {
    private final KubeContainer container;
    private final KubeTools tools;
    private final CgroupTree cgroups;
    private final Path criuConfig;

    /**
     * @param criuConfig file for CRIU's options, the same on the machine and here
     */
    KubeSubject(KubeContainer container, KubeTools tools, CgroupTree cgroups, Path criuConfig) {
        this.container = container;
        this.tools = tools;
        this.cgroups = cgroups;
        this.criuConfig = criuConfig;
    }

    @Override
    public String id() {
        return container.id();
    }

    @Override
    public String cgroup() {
        return container.cgroup();
    }

    @Override
    public CgroupTree cgroups() {
        return cgroups;
    }

    boolean alive() {
        return new ProcessIdentity(container.pid(), container.startTicks()).alive();
    }

    @Override
    public ContainerState state() {
        return alive()
                ? container.running()
                : new ContainerState.Exited(Instant.now(), "its init process is gone");
    }

    @Override
    public List<String> runc(Path log, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--mount",
                                "bash",
                                tools.configured().toString(),
                                criuConfig.toString(),
                                "runc",
                                "--root",
                                tools.runcRoot().toString(),
                                "--log",
                                log.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    public ProcessBuilder detached(Path attempt, List<String> command) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(tools.host().command(command));
        ProcessBuilder builder =
                new ProcessBuilder(all)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(attempt.resolve("said").toFile()))
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .put(
                        "PATH",
                        tools.criu().getParent()
                                + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("PODFERRY_ATTEMPT", attempt.toString());
        return builder;
    }

    @Override
    public void kill(String why) throws IOException {
        CgroupEnd.of(cgroups, container.cgroup(), container.id());
    }

    @Override
    public Path criuConfig() {
        return criuConfig;
    }

    @Override
    public String criuVersion() {
        return tools.criuVersion();
    }
}
