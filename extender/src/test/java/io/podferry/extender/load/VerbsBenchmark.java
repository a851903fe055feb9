package io.podferry.extender.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.http.ExtenderMetrics;
import io.podferry.extender.http.Verbs;
import io.podferry.extender.picture.SyntheticCluster;
import io.podferry.extender.picture.ViewMaker;
import io.podferry.extender.protocol.BadRequest;
import io.prometheus.client.CollectorRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time and allocation of the calls without HTTP. Not among the usual tests; run it with {@code mvn
 * -Dquick -pl extender -am test -Dtest=VerbsBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class VerbsBenchmark {
    private static final int PODS = 16;

    @Param({"500", "5000", "15000"})
    public int nodes;

    private final byte[][] bodies = new byte[PODS][];
    private Verbs verbs;
    private int next;

    @Setup
    public void cluster() {
        PlacementAdvisor advisor =
                new PlacementAdvisor(
                        new AdvisorConfig(0.5, true, Duration.ofSeconds(60), Duration.ofHours(24)),
                        InstantSource.system());
        SyntheticCluster cluster = new SyntheticCluster(nodes, 1);
        ViewMaker maker = new ViewMaker();
        Instant now = Instant.now();
        maker.observe(cluster.at(now.minusSeconds(5), 0));
        advisor.update(maker.view(cluster.at(now, 5), List.of()));
        verbs = new Verbs(advisor, new ExtenderMetrics(new CollectorRegistry()));
        URI nowhere = URI.create("http://localhost");
        LoadPlan plan = new LoadPlan(nowhere, "filter", "prioritize", nodes, false, 1, 0);
        for (int i = 0; i < PODS; i++) {
            bodies[i] = Bodies.request(i, plan);
        }
    }

    @Benchmark
    public byte[] filter() {
        return verbs.filter(bodies[next++ & (PODS - 1)]);
    }

    @Benchmark
    public byte[] prioritize() throws BadRequest {
        return verbs.prioritize(bodies[next++ & (PODS - 1)]);
    }

    @Test
    void run() throws RunnerException {
        assertThat(
                        new Runner(
                                        new OptionsBuilder()
                                                .include(VerbsBenchmark.class.getSimpleName())
                                                .addProfiler(GCProfiler.class)
                                                .build())
                                .run())
                .hasSize(6);
    }
}
