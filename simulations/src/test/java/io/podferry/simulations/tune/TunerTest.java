package io.podferry.simulations.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.workload.Generators;
import io.podferry.simulations.workload.TraceWorkload;
import io.podferry.simulations.world.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {
    @TempDir private Path folder;

    private static Experiment experiment(int seed) {
        return new Experiment(
                "solvers",
                new TraceWorkload(Generators.make("solvers", 40, 0.5, seed)),
                1,
                RunConfig.DEFAULT,
                List.of("default"),
                2);
    }

    /** Sixteen nodes for forty pods: nothing can be gained, so nothing may be claimed. */
    @Test
    void noGainIsClaimedWhereThereIsNone() {
        Tuner.Outcome outcome =
                new Tuner(experiment(1), experiment(2), Trials.none(), (_, _) -> {}).tune(12);

        assertThat(outcome.evaluations()).isEqualTo(12);
        assertThat(outcome.proven()).isFalse();
        assertThat(outcome.gain().low()).isLessThanOrEqualTo(0);
    }

    @Test
    void anInterruptedSearchGoesOnWithWhatItKnows() throws IOException {
        Path file = folder.resolve("trials.txt");
        Tuner.Outcome whole =
                new Tuner(experiment(1), experiment(2), Trials.none(), (_, _) -> {}).tune(14);
        new Tuner(experiment(1), experiment(2), Trials.in(file, "x"), (_, _) -> {}).tune(6);
        String cut = Files.readString(file);
        Files.writeString(file, cut.substring(0, cut.length() - 9));
        AtomicInteger trials = new AtomicInteger();

        Trials known = Trials.in(file, "x");
        int before = known.size();
        Tuner.Outcome resumed =
                new Tuner(experiment(1), experiment(2), known, (_, _) -> trials.incrementAndGet())
                        .tune(14);

        assertThat(before).isBetween(4, 6);
        assertThat(resumed.tuned()).isEqualTo(whole.tuned());
        assertThat(resumed.trainedCost()).isEqualTo(whole.trainedCost());
        assertThat(known.size()).isGreaterThan(before);
    }

    @Test
    void trialsOnSomethingElseAreRefused() throws IOException {
        Path file = folder.resolve("trials.txt");
        Trials.in(file, "these traces");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trials.in(file, "other traces"))
                .withMessageEndingWith(
                        "holds trials on something else, or of another build of the program. Maybe"
                                + " use another file?");
    }
}
