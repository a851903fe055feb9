package io.podferry.cli.extender;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.http.ExtenderConfig;
import io.podferry.extender.http.ExtenderMetrics;
import io.podferry.extender.http.ExtenderServer;
import io.podferry.extender.picture.ViewLoop;
import io.prometheus.client.CollectorRegistry;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves kube-scheduler until it is told to stop. */
@Command(
        name = "extender",
        mixinStandardHelpOptions = true,
        description = "Answer kube-scheduler's filter, prioritize and preempt calls.",
        footer = {
            "",
            "Examples:",
            "  podferry extender --snapshot cluster.json",
            "  podferry extender --simulate 500 --listen 127.0.0.1:8888",
            "  podferry extender --kubeconfig ~/.kube/config --listen 0.0.0.0:8443 \\",
            "      --tls-cert tls.crt --tls-key tls.key --client-ca scheduler-ca.crt"
        })
public final class ExtenderCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin private ListenOptions listen = new ListenOptions();

    @Mixin private LeaderOptions leader = new LeaderOptions();

    @Option(
            names = "--endangered-from",
            paramLabel = "PROBABILITY",
            defaultValue = "0.5",
            description =
                    "Keep new pods off nodes that run out of memory within the horizon with at"
                            + " least this probability (default: ${DEFAULT-VALUE}; 2: never).")
    private double endangeredFrom;

    @Option(
            names = "--ignore-headroom",
            description = "Admit pods to nodes whose free memory is less than their request.")
    private boolean ignoreHeadroom;

    @Option(
            names = "--reservation-limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How long memory stays promised to a clone that nobody asks about again"
                            + " (default: ${DEFAULT-VALUE}).")
    private long reservationLimit;

    @Override
    public Integer call() throws InterruptedException {
        InstantSource clock = InstantSource.system();
        ExtenderConfig config;
        PlacementAdvisor advisor;
        try {
            config = listen.config();
            listen.checkScheduler()
                    .forEach(advice ->
                            spec.commandLine()
                                    .getErr()
                                    .println("podferry: the scheduler's " + advice));
            advisor = new PlacementAdvisor(rules(), clock);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(stopAndWait(asked, stopped));
        try (ClusterOptions.Source source = cluster.open();
                LeaderOptions.Election _ = elect(source, advisor);
                ViewLoop _ = new ViewLoop(source, advisor, clock, source.period());
                ExtenderServer server = start(config, advisor)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "{\"event\":\"listening\",\"host\":\"%s\",\"port\":%d}%n",
                    config.host(), server.port());
            out.flush();
            asked.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private LeaderOptions.Election elect(ClusterOptions.Source source, PlacementAdvisor advisor) {
        try {
            return leader.start(source.api(), advisor::standBy);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The process ends only after requests under way were answered. */
    private static Thread stopAndWait(CountDownLatch asked, CountDownLatch stopped) {
        return Thread.ofPlatform()
                .unstarted(() -> {
                    asked.countDown();
                    try {
                        stopped.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private AdvisorConfig rules() {
        return new AdvisorConfig(
                endangeredFrom,
                !ignoreHeadroom,
                Duration.ofSeconds(reservationLimit),
                AdvisorConfig.DEFAULT.pictureLimit());
    }

    private static ExtenderServer start(ExtenderConfig config, PlacementAdvisor advisor) {
        try {
            return ExtenderServer.start(
                    config, advisor, new ExtenderMetrics(CollectorRegistry.defaultRegistry));
        } catch (UncheckedIOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw new ClusterException(
                    "cannot listen on %s:%d: %s. Maybe another process does; --listen takes another port."
                            .formatted(config.host(), config.port(), cause(e)),
                    e);
        }
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
