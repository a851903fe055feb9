package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.tools.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code demo --compare --json} does, from the first container to the last file removed. */
@Tag("real")
@Timeout(300)
class DemoRealTest {
    private static final String PREFIX = "dmt";

    @Test
    void theKernelKillsWithoutAPolicyAndNobodyIsKilledWithOne() throws Exception {
        String lacking =
                switch (Tools.require(_ -> {})) {
                    case Tools.Found _ -> "";
                    case Tools.Lacking(var missing) -> missing.toString();
                };
        assumeTrue(lacking.isEmpty(), "the demo needs what is missing here: " + lacking);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> broken;
        try (JsonOutput output =
                        new JsonOutput(
                                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        true,
                                        StandardCharsets.UTF_8));
                RealStage stage = new RealStage(new OwnCluster(PREFIX), output::note)) {
            DemoOptions options = DemoOptions.of(null, true, 7, 2, Duration.ofSeconds(30));
            broken = new Demo(options, stage, output).play();
        }
        List<JsonNode> events = events(bytes.toString(StandardCharsets.UTF_8));
        assertThat(broken).as("%s", events.getLast()).isEmpty();
        JsonNode summary = events.getLast();
        assertThat(summary.path("event").asText()).isEqualTo("summary");
        assertThat(summary.path("seed").asLong()).isEqualTo(7);
        JsonNode none = summary.path("runs").path(0);
        assertThat(none.path("policy").asText()).isEqualTo("none");
        assertThat(none.path("kills").asInt()).isPositive();
        assertThat(none.path("lostWorkSeconds").asDouble()).isPositive();
        assertThat(none.path("moves").asInt()).isZero();
        JsonNode active = summary.path("runs").path(1);
        assertThat(active.path("policy").asText()).isEqualTo("default");
        assertThat(active.path("kills").asInt()).isZero();
        assertThat(active.path("moves").asInt()).isPositive();
        assertThat(active.path("bytesMoved").asLong()).isGreaterThan(30L << 20);
        assertThat(active.path("downtimeMillis")).hasSize(active.path("moves").asInt());
        assertThat(active.path("countersContinuous").asBoolean()).isTrue();
        assertThat(active.path("requests").asLong()).isGreaterThan(300);
        assertThat(events)
                .filteredOn(event -> event.path("event").asText().equals("podKilled"))
                .first()
                .satisfies(kill -> {
                    assertThat(kill.path("pod").asText()).isNotEmpty();
                    assertThat(kill.path("node").asText()).isEqualTo("node-1");
                    assertThat(kill.path("atSeconds").asDouble()).isPositive();
                    assertThat(kill.path("lostWorkSeconds").asDouble()).isPositive();
                });
        assertThat(leftovers()).isEmpty();
    }

    private static List<JsonNode> events(String text) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : text.lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static List<String> leftovers() throws IOException {
        List<String> left = new ArrayList<>();
        for (String place :
                List.of(
                        "/var/lib/podferry",
                        "/sys/fs/cgroup/memory/podferry",
                        "/sys/fs/cgroup/podferry")) {
            if (Files.isDirectory(Path.of(place))) {
                try (Stream<Path> files = Files.list(Path.of(place))) {
                    files.filter(file -> file.getFileName().toString().startsWith(PREFIX + "-"))
                            .forEach(file -> left.add(file.toString()));
                }
            }
        }
        ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().commandLine().orElse("").contains("/" + PREFIX + "-"))
                .forEach(process -> left.add(process.info().commandLine().orElse("")));
        return left;
    }
}
