package io.podferry.simulations.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.simulations.judge.CodeFingerprint;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.RunStore;
import io.podferry.simulations.world.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One file per run, so that an interrupted comparison goes on where it stopped. A folder belongs to
 * one scenario and one build of the program. Thread-safe.
 */
public final class RunFiles implements RunStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PROGRAM = "program ";

    private final Path folder;

    /**
     * @throws IllegalArgumentException when the folder holds the runs of another scenario, or of
     *     another build
     */
    public RunFiles(Path out, Experiment experiment) throws IOException {
        folder = out.resolve("runs");
        Path scenario = out.resolve("scenario.txt");
        String text = experiment.scenario() + PROGRAM + CodeFingerprint.current() + "\n";
        if (Files.exists(scenario)) {
            check(out, Files.readString(scenario), text);
        }
        Files.createDirectories(folder);
        Files.writeString(scenario, text);
    }

    private static void check(Path out, String kept, String now) {
        if (!withoutProgram(kept).equals(withoutProgram(now))) {
            throw new IllegalArgumentException(
                    "%s holds the runs of another scenario (see scenario.txt there). Maybe use another folder?"
                            .formatted(out));
        }
        if (!kept.equals(now)) {
            throw new IllegalArgumentException(
                    "%s holds runs of another build of the program, which may decide differently. Maybe use a new folder, or remove this one?"
                            .formatted(out));
        }
    }

    private static String withoutProgram(String scenario) {
        return scenario.lines()
                .filter(line -> !line.startsWith(PROGRAM))
                .collect(Collectors.joining("\n"));
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
