package io.podferry.cli.engine;

import io.podferry.agent.security.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** The process of an engine: its files, its lines to the agents, its port. */
public final class EngineProcess {
    private EngineProcess() {}

    /**
     * Runs the engine until the process is told to end.
     *
     * @param state the cluster's folder
     * @throws IOException when it cannot start; the message says what is wrong and what to do
     */
    public static void run(Path state) throws IOException {
        ClusterConfig config = ClusterConfig.read(state);
        EngineFolder folder = new EngineFolder(state);
        Identity identity = Identity.load(ClusterConfig.certificates(state), ClusterConfig.ENGINE);
        try (JournalMigrationStore store = new JournalMigrationStore(folder.journal());
                AgentLinks links = AgentLinks.open(config, identity);
                Engine engine = new Engine(config, folder, store, links, InstantSource.system());
                ApiServer _ =
                        ApiServer.start(
                                config.engineAddress(),
                                config.enginePort(),
                                identity,
                                engine.router())) {
            runUntilTold(engine);
        }
    }

    /** SIGTERM ends the loop; the process ends when the loop's last round is over. */
    private static void runUntilTold(Engine engine) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            engine.stop();
                            try {
                                ended.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            engine.run();
        } finally {
            ended.countDown();
        }
    }
}
