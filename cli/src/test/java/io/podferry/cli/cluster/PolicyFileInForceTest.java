package io.podferry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.engine.EngineFixture;
import io.podferry.cli.engine.EngineScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy file under a running engine: followed, refused, remembered. */
class PolicyFileInForceTest {
    private static final String HEAD =
            "apiVersion: podferry.io/v1alpha1\nkind: MigrationPolicy\nmetadata: {name: mine}\n";
    private static final String RECOMMEND = HEAD + "spec: {mode: recommend}\n";
    private static final String ENFORCE =
            HEAD + "spec: {mode: enforce, budgets: {coolDown: 1s}, thresholds: {polls: 1}}\n";

    @TempDir Path state;
    @TempDir Path elsewhere;
    private Path file;
    private EngineFixture fixture;
    private EngineScripts agents;
    private LocalCluster cluster;

    @BeforeEach
    void open() throws Exception {
        file = elsewhere.resolve("policy.yaml");
        write(RECOMMEND);
        fixture = new EngineFixture(state, file.toString());
        agents = new EngineScripts(fixture);
        cluster = LocalCluster.attach(state);
        EngineFixture.eventually(() ->
                cluster.nodes().stream().allMatch(n -> n.answering() && n.forecast() != null));
    }

    @AfterEach
    void close() throws Exception {
        cluster.close();
        fixture.close();
    }

    /** As editors do: another file takes the name. */
    private void write(String text) throws IOException {
        Path next = Files.writeString(elsewhere.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theFileDecidesWhetherThereAreMoves() throws Exception {
        assertThat(cluster.policy().text())
                .isEqualTo(
                        "policy mine (default) from %s, mode recommend: decisions are recorded, not acted on%n"
                                .formatted(file));
        for (String pod : new String[] {"solver", "cache"}) {
            cluster.runPod(EngineFixture.spec(pod), Optional.of("node-1"), RestartPolicy.NEVER);
        }
        grow();
        EngineFixture.eventually(() ->
                cluster.why("solver", 5).stream()
                        .anyMatch(d -> d.text().contains("recommended only")));
        assertThat(cluster.migrations()).isEmpty();
        assertThat(cluster.metrics()).contains("podferry_moves_recommended_total");
        write(ENFORCE);
        EngineFixture.eventually(() -> !cluster.migrations().isEmpty());
        assertThat(cluster.policy().mode()).isEqualTo("enforce");
    }

    /** 900 of 1024 MiB and growing by 5 MiB every 20 ms. */
    private void grow() throws InterruptedException {
        EngineFixture.eventually(() -> cluster.pods().size() == 2);
        agents.memory("node-1", "cache", 300);
        for (int i = 0; i < 20; i++) {
            agents.memory("node-1", "solver", 600 + 5L * i);
            Thread.sleep(60);
        }
    }

    @Test
    void aBadVersionIsShownAndTheLastGoodOneStays() throws Exception {
        write(HEAD + "spec: {mode: enfroce}\n");
        EngineFixture.eventually(() -> !cluster.policy().problems().isEmpty());
        assertThat(cluster.policy().mode()).isEqualTo("recommend");
        assertThat(cluster.policy().text())
                .contains("its last good version is", "policy.yaml:4:14", "Maybe 'enforce'?");
        assertThat(cluster.metrics()).contains("podferry_policy_file_good 0.0");
        write(ENFORCE);
        EngineFixture.eventually(() -> cluster.policy().problems().isEmpty());
        assertThat(cluster.metrics())
                .contains("podferry_policy_file_good 1.0")
                .contains("podferry_policy_info{policy=\"default\",mode=\"enforce\",} 1.0");
    }

    @Test
    void aNewEngineStartsFromTheLastGoodVersion() throws Exception {
        write(ENFORCE);
        EngineFixture.eventually(() -> cluster.policy().mode().equals("enforce"));
        fixture.crash();
        write("spoilt");
        fixture.start();
        EngineFixture.eventually(() -> !cluster.policy().problems().isEmpty());
        assertThat(cluster.policy().mode()).isEqualTo("enforce");
        Files.delete(file);
        EngineFixture.eventually(
                () -> cluster.policy().problems().toString().contains("cannot be read"));
        assertThat(cluster.policy().mode()).isEqualTo("enforce");
    }

    @Test
    void aFileThatIsNotGoodIsNotChosen() throws Exception {
        Path bad = Files.writeString(elsewhere.resolve("bad.yaml"), HEAD + "spec: {mod: x}\n");
        assertThatThrownBy(() -> cluster.setPolicy(bad.toString()))
                .hasMessageContaining("bad.yaml:4:8: spec.mod: unknown key 'mod'. Maybe 'mode'?");
        assertThat(cluster.policy().file()).isEqualTo(file.toString());
        cluster.setPolicy("none");
        assertThat(cluster.policy().text()).isEqualTo("policy none, mode enforce%n".formatted());
    }
}
