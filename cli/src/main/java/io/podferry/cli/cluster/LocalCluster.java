package io.podferry.cli.cluster;

import io.podferry.agent.runtime.PodSpec;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.MoveRequest;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.PolicyView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.api.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster on this machine: cgroups play its nodes, each with an agent process, and one engine
 * process drives them. This object is a line to the engine; the cluster lives on when it is closed.
 * Thread-safe. Every method that asks the engine throws {@link ClusterException} when it says no or
 * cannot be reached.
 */
public final class LocalCluster implements AutoCloseable {
    private final Path state;
    private final EngineClient engine;

    LocalCluster(Path state, EngineClient engine) {
        this.state = state;
        this.engine = engine;
    }

    /**
     * Makes the cluster, or heals it when it exists and any of its processes has died, and returns
     * when the engine has heard from every agent. Needs root.
     *
     * @param progress told what is being done, one short line each
     */
    public static LocalCluster up(UpOptions options, Consumer<String> progress)
            throws InterruptedException {
        return new ClusterUp(options, progress).run();
    }

    /** Opens a line to a cluster that is up. */
    public static LocalCluster attach(Path state) {
        return new LocalCluster(state, EngineClient.open(state));
    }

    /** Its folder. */
    public Path state() {
        return state;
    }

    public List<NodeView> nodes() {
        return engine.nodes();
    }

    public List<PodView> pods() {
        return engine.pods();
    }

    /** The pod of this name. */
    public Optional<PodView> pod(String name) {
        return pods().stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    /**
     * Starts a pod and returns when its processes exist.
     *
     * @param node where, or empty for the engine's placement
     */
    public PodView runPod(PodSpec spec, Optional<String> node, RestartPolicy restart) {
        return engine.run(new RunRequest(spec, node.orElse(null), restart));
    }

    /**
     * Begins to move a pod; {@link #awaitMigration} tells how it goes on.
     *
     * @param to target node, or empty for the engine's placement
     */
    public MigrationView migrate(String pod, Optional<String> to) {
        return engine.move(pod, new MoveRequest(to.orElse(null), null));
    }

    /** Begins to continue a pod under a new name; the source is gone when the clone runs. */
    public MigrationView clonePod(String pod, String clone, Optional<String> to) {
        return engine.move(pod, new MoveRequest(to.orElse(null), clone));
    }

    /**
     * Waits for a change of the migration, its figures included.
     *
     * @param seen what the caller knows
     * @return the newest view; an equal one when nothing changed in time
     */
    public MigrationView awaitMigration(MigrationView seen, Duration atMost) {
        return engine.awaitMigration(seen, atMost);
    }

    /** All open migrations and the most recent ones that have ended, oldest first. */
    public List<MigrationView> migrations() {
        return engine.migrations();
    }

    /** Gives a migration up; refused once it is committed. */
    public MigrationView abort(String migration) {
        return engine.abort(migration);
    }

    /** Kills the pod if it lives, and removes all that is left of it. */
    public void remove(String pod) {
        engine.remove(pod);
    }

    /** The last lines that the pod's containers wrote. */
    public String logs(String pod, int tailLines) {
        return engine.logs(pod, tailLines);
    }

    /** Decisions about the pod or its node, newest first; also of pods that are gone. */
    public List<DecisionView> why(String pod, int atMost) {
        return engine.why(pod, atMost);
    }

    /** Lets another policy decide from now on: by name, or by the absolute path of a file. */
    public void setPolicy(String nameOrFile) {
        engine.setPolicy(nameOrFile);
    }

    /** The engine's metrics in Prometheus' text format. */
    public String metrics() {
        return engine.metrics();
    }

    /** The policy in force. */
    public PolicyView policy() {
        return engine.policy();
    }

    /**
     * Tells every event from now on, in order, on a thread of its own, until the result is closed.
     * Survives a restart of the engine.
     */
    public EventStream events(Consumer<ClusterEvent> listener) {
        return EventStream.open(engine, listener);
    }

    /** Ends every process and removes all that the cluster has on this machine. Idempotent. */
    public static void down(Path state, Consumer<String> progress) throws InterruptedException {
        new ClusterDown(state, progress).run();
    }

    /** Closes this line; the cluster goes on. */
    @Override
    public void close() {
        engine.close();
    }
}
