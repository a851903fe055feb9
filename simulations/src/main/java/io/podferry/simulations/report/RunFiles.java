package io.podferry.simulations.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.RunStore;
import io.podferry.simulations.world.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * One file per run, so that an interrupted comparison goes on where it stopped. A folder belongs to
 * one scenario. Thread-safe.
 */
public final class RunFiles implements RunStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /**
     * @throws IllegalArgumentException when the folder holds the runs of another scenario
     */
    public RunFiles(Path out, Experiment experiment) throws IOException {
        folder = out.resolve("runs");
        Files.createDirectories(folder);
        Path scenario = out.resolve("scenario.txt");
        String text =
                "%s%npods %d, sum of peaks %.0f, copies %.6f%n%s%n"
                        .formatted(
                                experiment.label(),
                                experiment.workload().draw(1, experiment.copies()).size(),
                                experiment.workload().sumOfPeaks(),
                                experiment.copies(),
                                experiment.config());
        if (Files.exists(scenario) && !Files.readString(scenario).equals(text)) {
            throw new IllegalArgumentException(
                    "%s holds the runs of another scenario (see scenario.txt there). Maybe use another folder?"
                            .formatted(out));
        }
        Files.writeString(scenario, text);
    }

    private Path file(String policy, long seed) {
        return folder.resolve("%s-%d.json".formatted(policy, seed));
    }

    @Override
    public Optional<RunResult> find(String policy, long seed) {
        Path file = file(policy, seed);
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(file.toFile(), RunResult.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ". Maybe remove it?", e);
        }
    }

    @Override
    public void keep(String policy, RunResult result) {
        Path file = file(policy, result.seed());
        try {
            Path temporary = Files.createTempFile(folder, "run", ".tmp");
            JSON.writeValue(temporary.toFile(), result);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
