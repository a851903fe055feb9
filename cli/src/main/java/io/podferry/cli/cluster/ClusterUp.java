package io.podferry.cli.cluster;

import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Member;
import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.engine.ClusterConfig;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a cluster, or heals it: every step finds what is there already. */
final class ClusterUp {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long one question waits; in between, dead processes are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How often processes that have died in the meantime are started again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(4);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int ENGINE_HEAP = 192;
    private static final int AGENT_HEAP = 96;

    private final UpOptions options;
    private final Consumer<String> progress;
    private final StateFolder folder;

    private record Started(Daemon daemon, Process process) {}

    ClusterUp(UpOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.folder = new StateFolder(options.state());
    }

    LocalCluster run() throws InterruptedException {
        Machine.requireRoot();
        requirePolicy(options.policy());
        MemoryCheck.check(options.nodeMemory(), Machine.memory());
        requireTools();
        folder.create();
        try (Locks _ =
                Locks.take(folder.path().resolve("up.lock"), PATIENCE, "works on this cluster")) {
            ClusterConfig config = prepare();
            List<Started> started = startDaemons(config);
            EngineClient engine = EngineClient.open(folder.path());
            LocalCluster cluster = new LocalCluster(folder.path(), engine);
            try {
                awaitReady(engine, config, started);
            } catch (ClusterException e) {
                cluster.close();
                throw e;
            }
            return cluster;
        } catch (IOException e) {
            throw new ClusterException("cannot set up the cluster: " + e.getMessage(), e);
        }
    }

    private static void requirePolicy(String name) {
        try {
            PolicyChoice.of(name);
        } catch (IllegalArgumentException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }

    private void requireTools() {
        switch (Tools.require(progress)) {
            case Tools.Found ignored -> {}
            case Tools.Lacking(List<Missing> missing) ->
                    throw new ClusterException(
                            "something is missing on this machine:\n  "
                                    + String.join(
                                            "\n  ",
                                            missing.stream().map(Missing::toString).toList()));
        }
    }

    private ClusterConfig prepare() throws IOException, InterruptedException {
        try (Locks _ = Registrations.lock()) {
            Registrations.claim(options.name(), folder.path());
            Optional<ClusterConfig> known = folder.config();
            known.ifPresent(config -> StateFolder.requireSame(config, options));
            ClusterConfig config = known.orElseGet(this::fresh);
            if (known.isEmpty()) {
                config.write(folder.path());
            }
            progress.accept("network " + config.subnet());
            ClusterParts.network(config).create();
            if (folder.engine().process().isEmpty()) {
                Ports.requireFree(config.engineAddress(), config.enginePort());
            }
            certificates(config);
            return config;
        }
    }

    private ClusterConfig fresh() {
        String subnet = Subnets.free(options.name());
        List<ClusterConfig.Node> nodes = new ArrayList<>();
        for (int i = 1; i <= options.nodeMemory().size(); i++) {
            DataSize memory = options.nodeMemory().get(i - 1);
            nodes.add(
                    new ClusterConfig.Node(
                            "node-" + i,
                            i,
                            Subnets.address(subnet, i, 1),
                            ClusterParts.AGENT_API_PORT,
                            ClusterParts.AGENT_TRANSFER_PORT,
                            memory.bytes()));
        }
        return new ClusterConfig(
                options.name(),
                subnet,
                Subnets.address(subnet, 0, 1),
                options.port(),
                options.policy(),
                nodes);
    }

    private void certificates(ClusterConfig config) throws IOException {
        List<Member> members = new ArrayList<>();
        members.add(
                new Member(
                        ClusterConfig.ENGINE, Member.Role.ENGINE, List.of(config.engineAddress())));
        members.add(new Member(ClusterConfig.OPERATOR, Member.Role.OPERATOR, List.of()));
        config.nodes()
                .forEach(n ->
                        members.add(new Member(n.name(), Member.Role.AGENT, List.of(n.address()))));
        ClusterCertificates.create(ClusterConfig.certificates(folder.path()), members);
    }

    private List<Started> startDaemons(ClusterConfig config) throws IOException {
        List<Started> started = new ArrayList<>();
        String state = folder.path().toString();
        start(
                folder.engine(),
                JavaCommand.of(ENGINE_HEAP, List.of("engine", "--state", state)),
                started);
        for (ClusterConfig.Node node : config.nodes()) {
            NodeNetwork network = ClusterParts.network(config, node);
            network.create();
            List<String> command =
                    new ArrayList<>(List.of("nsenter", "--net=" + network.agentNamespace(), "--"));
            command.addAll(
                    JavaCommand.of(
                            AGENT_HEAP, List.of("agent", "--state", state, "--node", node.name())));
            start(folder.agent(node.name()), command, started);
        }
        return started;
    }

    private void start(Daemon daemon, List<String> command, List<Started> started)
            throws IOException {
        Optional<Process> process = daemon.start(command);
        if (process.isPresent()) {
            progress.accept("starting " + daemon.name());
            started.add(new Started(daemon, process.get()));
        }
    }

    /** A process that was there at first may die while the others are waited for. */
    private void awaitReady(EngineClient engine, ClusterConfig config, List<Started> started)
            throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long again = System.nanoTime() + LOOK_AGAIN.toNanos();
        String last = "the engine does not listen";
        while (System.nanoTime() < deadline) {
            requireAlive(started);
            if (System.nanoTime() > again) {
                started.addAll(startDaemons(config));
                again = System.nanoTime() + LOOK_AGAIN.toNanos();
            }
            if (engine.listens()) {
                try {
                    List<String> silent =
                            engine.awaitAnswers(LOOK).stream()
                                    .filter(node -> !node.answering())
                                    .map(NodeView::name)
                                    .toList();
                    if (silent.isEmpty()) {
                        return;
                    }
                    last = "no answer from " + String.join(", ", silent);
                } catch (EngineSilentException e) {
                    last = String.valueOf(e.getMessage());
                }
            }
            Thread.sleep(POLL);
        }
        Path logs = folder.run();
        throw new ClusterException(
                "the cluster did not come up in %d s: %s. The logs are in %s."
                        .formatted(PATIENCE.toSeconds(), last, logs));
    }

    private static void requireAlive(List<Started> started) {
        for (Started one : started) {
            if (!one.process().isAlive()) {
                throw new ClusterException(
                        "%s ended as soon as it was started (exit status %d):\n%s\nAll of its log is in %s."
                                .formatted(
                                        one.daemon().name(),
                                        one.process().exitValue(),
                                        one.daemon().lastWords().indent(2).stripTrailing(),
                                        one.daemon().log()));
            }
        }
    }
}
