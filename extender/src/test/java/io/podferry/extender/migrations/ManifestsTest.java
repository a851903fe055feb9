package io.podferry.extender.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.migration.MigrationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be said of manifests/base without an API server. */
class ManifestsTest {
    private static final Path BASE = base();

    private static Path base() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("manifests/base"))) {
            folder = folder.getParent();
        }
        return folder.resolve("manifests/base");
    }

    private static List<Map<?, ?>> documents(Path file) throws IOException {
        List<Map<?, ?>> all = new ArrayList<>();
        for (Object one :
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .loadAll(Files.readString(file))) {
            all.add((Map<?, ?>) one);
        }
        return all;
    }

    private static Object at(Object root, Object... path) {
        Object here = root;
        for (Object step : path) {
            here =
                    here instanceof List<?> list
                            ? list.get((Integer) step)
                            : ((Map<?, ?>) here).get(step);
        }
        return here;
    }

    private static Object schema() throws IOException {
        return at(
                documents(BASE.resolve("crds/podmigrations.yaml")).getFirst(),
                "spec",
                "versions",
                0,
                "schema",
                "openAPIV3Schema");
    }

    @Test
    void everyFieldIsDescribed() throws IOException {
        List<String> bare = new ArrayList<>();
        undescribed("", schema(), bare);
        assertThat(bare)
                .as("metadata's description is Kubernetes' own")
                .containsExactly(".metadata");
    }

    private static void undescribed(String path, Object schema, List<String> bare) {
        Map<?, ?> map = (Map<?, ?>) schema;
        if (!map.containsKey("description")) {
            bare.add(path);
        }
        if (map.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, inner) -> undescribed(path + "." + name, inner, bare));
        }
        if (map.get("items") instanceof Map<?, ?> items) {
            undescribed(path + "[]", items, bare);
        }
    }

    @Test
    void thePhasesAreTheStatesOfTheProtocol() throws IOException {
        assertThat((List<?>) at(schema(), "properties", "status", "properties", "phase", "enum"))
                .hasToString(
                        Arrays.stream(MigrationState.values())
                                .map(PodMigrationCodec.Phases::of)
                                .toList()
                                .toString());
    }

    /** No right is given by a wildcard, and none to secrets or to what nodes proxy. */
    @Test
    void rightsAreNamedOneByOne() throws IOException {
        int rules = 0;
        try (Stream<Path> files = Files.list(BASE.resolve("rbac"))) {
            for (Path file : files.toList()) {
                for (Map<?, ?> document : documents(file)) {
                    if (document.get("rules") instanceof List<?> list) {
                        for (Object rule : list) {
                            rules++;
                            assertThat(rule.toString())
                                    .doesNotContain("*")
                                    .doesNotContain("secrets")
                                    .doesNotContain("proxy");
                        }
                    }
                }
            }
        }
        assertThat(rules).isPositive();
    }

    @Test
    void kustomizeTakesEveryFile() throws IOException {
        List<?> named =
                (List<?>) documents(BASE.resolve("kustomization.yaml")).getFirst().get("resources");
        try (Stream<Path> files = Files.walk(BASE)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(file -> BASE.relativize(file).toString())
                                    .filter(file -> !file.equals("kustomization.yaml")))
                    .hasSameElementsAs(named.stream().map(String::valueOf).toList());
        }
    }
}
