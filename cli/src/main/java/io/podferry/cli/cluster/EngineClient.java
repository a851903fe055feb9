package io.podferry.cli.cluster;

import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.EventBatch;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.MoveRequest;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The engine's API over mutual TLS. Thread-safe. */
interface EngineClient extends AutoCloseable {
    static EngineClient open(Path state) {
        throw new ClusterException("no cluster in " + state);
    }

    List<NodeView> nodes();

    List<PodView> pods();

    PodView run(RunRequest request);

    MigrationView move(String pod, MoveRequest request);

    MigrationView awaitMigration(MigrationView seen, Duration atMost);

    List<MigrationView> migrations();

    MigrationView abort(String migration);

    void remove(String pod);

    String logs(String pod, int tailLines);

    List<DecisionView> why(String pod, int atMost);

    void setPolicy(String name);

    EventBatch events(long after, Duration atMost);

    @Override
    void close();
}
