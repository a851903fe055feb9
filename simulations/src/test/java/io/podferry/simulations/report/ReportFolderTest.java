package io.podferry.simulations.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.simulations.judge.Campaign;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.RunStore;
import io.podferry.simulations.workload.Generators;
import io.podferry.simulations.workload.TraceWorkload;
import io.podferry.simulations.world.RunConfig;
import io.podferry.simulations.world.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir private Path folder;

    private static Experiment experiment() {
        return new Experiment(
                "solvers",
                new TraceWorkload(Generators.make("solvers", 20, 0.3, 3)),
                1,
                RunConfig.DEFAULT,
                List.of("default"),
                2);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSweepThatIsCutShortLeavesNoReportAndGoesOn() throws Exception {
        RunFiles runs = new RunFiles(folder, experiment());
        new ReportFolder(folder).clear();
        RunStore cut =
                new RunStore() {
                    private final AtomicInteger kept = new AtomicInteger();

                    @Override
                    public Optional<RunResult> find(String policy, long seed) {
                        return runs.find(policy, seed);
                    }

                    @Override
                    public void keep(String policy, RunResult result) {
                        if (kept.incrementAndGet() == 3) {
                            throw new IllegalStateException("the power went");
                        }
                        runs.keep(policy, result);
                    }
                };
        assertThatThrownBy(() -> new Campaign(1, cut, (_, _) -> {}).play(experiment()))
                .hasMessageContaining("the power went");
        assertThat(files()).containsExactly("runs", "scenario.txt");

        AtomicInteger through = new AtomicInteger();
        RunFiles again = new RunFiles(folder, experiment());
        assertThat(again.find("default", 1)).isPresent();
        new ReportFolder(folder)
                .write(
                        new Campaign(1, again, (_, _) -> through.incrementAndGet())
                                .play(experiment()));

        assertThat(through.get()).isEqualTo(6);
        assertThat(files())
                .containsExactly("report.html", "runs", "runs.csv", "scenario.txt", "summary.json");
        assertThat(Files.size(folder.resolve("report.html"))).isLessThan(1_500_000);
        assertThat(Files.readString(folder.resolve("report.html")))
                .doesNotContain("/*DATA*/", "/*PROGRAM*/");
    }

    @Test
    void runsOfAnotherScenarioOrBuildAreRefused() throws IOException {
        new RunFiles(folder, experiment());
        Path scenario = folder.resolve("scenario.txt");
        String kept = Files.readString(scenario);
        assertThat(kept).containsPattern("\nprogram [0-9a-f]{16}\n$");
        assertThatCode(() -> new RunFiles(folder, experiment())).doesNotThrowAnyException();

        for (String other :
                List.of(
                        kept.replaceFirst("program .{16}", "program 0123456789abcdef"),
                        kept.replaceFirst("program .*\n", ""))) {
            Files.writeString(scenario, other);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RunFiles(folder, experiment()))
                    .withMessage(
                            folder
                                    + " holds runs of another build of the program, which may"
                                    + " decide differently. Maybe use a new folder, or remove this"
                                    + " one?");
        }
        Files.writeString(scenario, kept.replaceFirst("pods 20", "pods 21"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunFiles(folder, experiment()))
                .withMessageContaining("another scenario");
    }
}
