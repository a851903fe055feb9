package io.podferry.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files of the extender are what kube-scheduler's own types write and read. */
@Tag("real")
class GoTypesTest {
    private static final Path HOME = home();
    private static final Path GOLDEN = HOME.resolve("extender/src/test/resources/golden");

    private static Path home() {
        Path home = Path.of("").toAbsolutePath();
        while (!Files.exists(home.resolve("testbed/kubernetes"))) {
            home = home.getParent();
        }
        return home;
    }

    @BeforeEach
    void needsGo() {
        boolean go =
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
        Assumptions.assumeTrue(go, "'go' is missing");
    }

    private static String golden(String release, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("go", "run", "../golden/main.go"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(HOME.resolve("testbed/kubernetes").resolve(release).toFile());
        builder.environment().put("GOFLAGS", "-mod=readonly");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.36", "1.37"})
    void requestsAreWrittenLikeThis(String release, @TempDir Path folder) throws Exception {
        golden(release, "emit", folder.toString());
        try (Stream<Path> written = Files.list(folder)) {
            List<Path> files = written.toList();
            assertThat(files).hasSize(8);
            for (Path file : files) {
                assertThat(file)
                        .hasSameTextualContentAs(GOLDEN.resolve("go").resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "filter, filter-names-answer.json, filter-nodes-answer.json",
        "prioritize, prioritize-answer.json, prioritize-answer.json",
        "preempt, preempt-answer.json, preempt-answer.json",
    })
    void answersAreUnderstood(String verb, String one, String other) throws Exception {
        // A node in our answers keeps whatever it came with, fields of later versions included.
        Path plain = Files.createTempFile("answer", ".json");
        Files.writeString(
                plain,
                Files.readString(GOLDEN.resolve(other))
                        .replace(",\"future\":{\"x\":[1,2.5,12345678901234567890]}", ""));
        golden("1.37", "accept", verb, GOLDEN.resolve(one).toString(), plain.toString());
        Files.delete(plain);
    }
}
