package io.podferry.cli.controller;

import io.podferry.agent.security.FastCrypto;
import io.podferry.agent.security.Identity;
import io.podferry.cli.engine.AgentTelemetry;
import io.podferry.cli.engine.ClusterConfig;
import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.http.ExtenderConfig;
import io.podferry.extender.http.ExtenderMetrics;
import io.podferry.extender.http.ExtenderServer;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ApiWriter;
import io.podferry.extender.kubernetes.KubernetesPicture;
import io.podferry.extender.leader.ElectionConfig;
import io.podferry.extender.leader.LeaderElector;
import io.podferry.extender.leader.LeaderLoop;
import io.podferry.extender.picture.ViewLoop;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of the controller. It answers the scheduler and stands for election; when it leads it
 * does everything else, and when it leads no more its process ends: what it knew may be old by
 * then.
 */
final class Controller {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration VIEW_EVERY = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 200;

    private final ControllerConfig config;
    private final ExtenderConfig listen;
    private final String identity;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Leading> leading = new AtomicReference<>();
    private volatile boolean told;

    Controller(ControllerConfig config, ExtenderConfig listen, String identity) {
        this.config = config;
        this.listen = listen;
        this.identity = identity;
    }

    /**
     * Runs until the process is told to end, or does not lead any more.
     *
     * @param started told the port of the extender
     * @return whether it was told to end
     */
    boolean run(ApiWriter transport, Consumer<Integer> started)
            throws IOException, InterruptedException {
        FastCrypto.install();
        InstantSource clock = InstantSource.system();
        Identity engine = Identity.load(config.certificates(), ClusterConfig.ENGINE);
        ControllerPolicy policy = new ControllerPolicy(config.policy());
        ApiObjects api = new ApiObjects(transport, PATIENCE);
        HoldBook holds = new HoldBook();
        AgentTelemetry agents = new AgentTelemetry(_ -> true);
        PlacementAdvisor advisor = new PlacementAdvisor(AdvisorConfig.DEFAULT, clock, holds::list);
        LeaderElector elector =
                new LeaderElector(
                        new ApiObjects(transport, Duration.ofSeconds(3)),
                        ElectionConfig.usual(config.leaseNamespace(), config.leaseName(), identity),
                        System::nanoTime,
                        clock);
        Runtime.getRuntime().addShutdownHook(new Thread(this::tell, "stop"));
        try (ClusterPicture picture = new ClusterPicture(transport, clock);
                LeaderLoop _ = new LeaderLoop(elector, standby -> standBy(advisor, standby));
                ViewLoop _ =
                        new ViewLoop(
                                new KubernetesPicture(
                                        picture.nodes(),
                                        picture.pods(),
                                        new AgentReadings(agents),
                                        List::of),
                                advisor,
                                clock,
                                VIEW_EVERY);
                ExtenderServer server =
                        ExtenderServer.start(
                                listen,
                                advisor,
                                new ExtenderMetrics(CollectorRegistry.defaultRegistry))) {
            started.accept(server.port());
            while (!told && !(elector.mayAct(PATIENCE) && synced(picture))) {
                Thread.sleep(LOOK_MILLIS);
            }
            if (!told) {
                LOG.info("policy {}", policy.name());
                lead(
                        new Leading(
                                picture, config, engine, key(), api, elector, holds, agents, policy,
                                clock));
            }
        } finally {
            ended.countDown();
        }
        return told;
    }

    private static boolean synced(ClusterPicture picture) {
        return picture.nodes().synced() && picture.pods().synced();
    }

    private void lead(Leading mine) {
        try (mine) {
            leading.set(mine);
            if (!told) {
                mine.run();
            }
        } finally {
            leading.set(null);
        }
    }

    private void standBy(PlacementAdvisor advisor, Optional<String> standby) {
        advisor.standBy(standby);
        Leading mine = leading.get();
        if (standby.isPresent() && mine != null) {
            mine.stop();
        }
    }

    private void tell() {
        told = true;
        Leading mine = leading.get();
        if (mine != null) {
            mine.stop();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same for all replicas, and known to none but them: derived from their private key. */
    private byte[] key() throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(
                            Files.readAllBytes(
                                    config.certificates().resolve(ClusterConfig.ENGINE + ".key")));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
