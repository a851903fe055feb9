package io.podferry.agent.runtime;

import io.podferry.agent.process.Processes;
import io.podferry.agent.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Starts a container from nothing; what an interrupted start has left is removed first. */
final class ContainerStart {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ContainerStart() {}

    /**
     * Leaves a container alone that was started before.
     *
     * @throws IOException when the program cannot be started; says why
     */
    static void run(Container container) throws IOException {
        if (!(container.state() instanceof ContainerState.Created)) {
            return;
        }
        container.kill("an interrupted start");
        container.forget();
        Path attempt = container.folder().start();
        Trees.remove(attempt);
        Files0700.folder(attempt);
        container.launch(
                attempt,
                container.runc(
                        attempt.resolve("runc.log"),
                        "run",
                        "--detach",
                        "--bundle",
                        container.folder().path().toString(),
                        "--pid-file",
                        container.folder().pid().toString(),
                        container.id()));
        Path exit = attempt.resolve("exit");
        if (!Processes.await(PATIENCE, () -> Files.exists(exit))) {
            throw new IOException(
                    "container %s did not start within %d s"
                            .formatted(container.id(), PATIENCE.toSeconds()));
        }
        if (Container.text(exit).filter("0"::equals).isEmpty()) {
            throw new IOException(
                    "container %s cannot be started: %s"
                            .formatted(
                                    container.id(),
                                    RuncLog.lastError(attempt.resolve("runc.log"))));
        }
        var _ = container.init();
    }
}
