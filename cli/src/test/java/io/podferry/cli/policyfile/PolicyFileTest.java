package io.podferry.cli.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.engine.Mode;
import io.podferry.policy.engine.settings.PolicySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PolicyFileTest {
    private static final String HEAD = "apiVersion: podferry.io/v1alpha1\nkind: MigrationPolicy\n";

    @TempDir Path folder;

    private static String problems(String text) {
        return PolicyFile.parse(Path.of("p.yaml"), text).problems().stream()
                .map(LocatedProblem::text)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "spec:^  thresholds:^    shar: 0.05|p.yaml:5:5: spec.thresholds.shar: unknown key"
                        + " 'shar'. Maybe 'share'?",
                "spec:^  thresholds:^    share: 0.9|p.yaml:5:12: spec.thresholds.share: '0.9' is"
                        + " outside of 0.001 to 0.5.",
                "spec:^  policy: defualt|p.yaml:4:11: spec.policy: 'defualt' is not known. Maybe"
                        + " 'default'?",
                "spec:^  mode: enfroce|Maybe 'enforce'?",
                "spec:^  horizons:^    risk: 2 minutes|'2 minutes' is not a time. Maybe '30s' or"
                        + " '2m'?",
                "spec:^  horizons:^    risk: 5h|'5h' is outside of 10s to 1h.",
                "spec:^  budgets:^    movesPerSource: 1.5|'1.5' is not a whole number.",
                "spec:^  thresholds: high|p.yaml:4:15: spec.thresholds: a mapping is needed.",
                "spec:^  selector:^    labels: a=b|a list is needed.",
                "spec:^  namespaces:^    - name: x^      mode: maybe|spec.namespaces.0.mode:"
                        + " 'maybe' is not known.",
                "spec:^  mode: enforce^  mode: recommend|the key 'mode' stands here twice.",
                "specs: {}|p.yaml:3:1: specs: unknown key 'specs'. Maybe 'spec'?",
                "spec: [|not YAML",
            })
    void everyMistakeIsNamedWithItsPlaceAndWhatIsAllowed(String spec, String expected) {
        assertThat(problems(HEAD + spec.replace('^', '\n') + "\n")).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kind: MigrationPolicy|apiVersion is missing",
                "apiVersion: podferry.io/v2^kind: MigrationPolicy|'podferry.io/v2' is not known",
                "~~|the file is empty",
                "just text|the document must be a mapping",
            })
    void aDocumentThatIsNoPolicyIsRefused(String text, String expected) {
        assertThat(problems(text.replace('^', '\n'))).contains(expected);
    }

    @Test
    void whatTheFileSaysIsInForceAndTheRestIsDefault() {
        PolicyFile file =
                PolicyFile.parse(
                        Path.of("p.yaml"),
                        HEAD
                                + "spec:\n"
                                + "  mode: enforce\n"
                                + "  thresholds: {share: 0.1, polls: 3}\n"
                                + "  budgets: {movesPerCluster: 16, coolDown: 2m}\n"
                                + "  namespaces:\n"
                                + "    - {name: ci, mode: recommend}\n");
        assertThat(file.problems()).isEmpty();
        assertThat(file.settings().policyConfig().share()).isEqualTo(0.1);
        assertThat(file.settings().policyConfig().polls()).isEqualTo(3);
        assertThat(file.settings().limits().movesPerCluster()).isEqualTo(16);
        assertThat(file.settings().limits().coolDown()).isEqualTo(Duration.ofMinutes(2));
        assertThat(file.settings().selector().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(file.settings().modes()).containsEntry("ci", Mode.RECOMMEND);
        assertThat(file.settings().limits().movesPerSource()).isEqualTo(1);
    }

    @Test
    void whatIsShownCanBeReadAgain() {
        String text = PolicyYaml.text(PolicySettings.standard());
        PolicyFile file = PolicyFile.parse(Path.of("p.yaml"), text);
        assertThat(file.problems()).isEmpty();
        assertThat(file.settings()).isEqualTo(PolicySettings.standard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"web: v2", "a, b]", "# not a comment", "- x", "\"q\" \\", "ümlaut", "a\nb"})
    void whatHasAMeaningInYamlIsQuoted(String word) {
        PolicySettings settings =
                new PolicySettings(
                        word,
                        new TreeMap<>(Map.of("selector.labels", List.of(word, "a=b"))),
                        new TreeMap<>(Map.of(word, Mode.ENFORCE)));
        PolicyFile file = PolicyFile.parse(Path.of("p.yaml"), PolicyYaml.text(settings));
        assertThat(file.problems()).isEmpty();
        assertThat(file.settings()).isEqualTo(settings);
    }

    @Test
    void lintEndsWithOneOnlyWhenSomethingIsWrong() throws IOException {
        Path good = Files.writeString(folder.resolve("good.yaml"), HEAD + "spec: {}\n");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), HEAD + "spec: {polcy: none}\n");
        assertThat(run("lint", good.toString()).code()).isZero();
        Result result = run("lint", good.toString(), bad.toString(), "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("\"errors\":1", "\"line\":3", "\"column\":8", "\"nearest\":\"policy\"");
        assertThat(run("lint", folder.resolve("absent.yaml").toString()).out())
                .contains("there is no such file");
    }

    @Test
    void theLastGoodVersionStaysInForce() throws IOException {
        Path file = folder.resolve("live.yaml");
        LivePolicy live = new LivePolicy(file);
        assertThat(live.reload()).isEmpty();
        Files.writeString(file, HEAD + "spec: {thresholds: {share: 0.2}}\n");
        assertThat(live.reload()).isPresent();
        assertThat(live.reload()).as("unchanged").isEmpty();
        Files.writeString(file, HEAD + "spec: {thresholds: {share: 7.25}}\n");
        assertThat(live.reload()).isEmpty();
        assertThat(live.settings().policyConfig().share()).isEqualTo(0.2);
    }

    @Test
    void thePublishedSchemaIsThatOfTheCode() throws IOException {
        Path published = Path.of("../docs/policy.schema.json");
        assertThat(Files.readString(published))
                .as("run: podferry policy schema > docs/policy.schema.json")
                .isEqualTo(PolicySchema.text());
    }

    private record Result(int code, String out) {}

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        int code =
                new CommandLine(new PolicyCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out))
                        .execute(arguments);
        return new Result(code, out.toString());
    }
}
