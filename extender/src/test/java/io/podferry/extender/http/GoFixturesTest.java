package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.ArgsReader;
import io.podferry.extender.protocol.BadRequest;
import io.podferry.extender.protocol.ExtenderArgs;
import io.podferry.extender.protocol.NameTable;
import io.podferry.extender.protocol.PreemptReader;
import io.podferry.extender.protocol.Victims;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests exactly as kube-scheduler's own types and encoder write them; testbed/kubernetes/golden
 * made the files, and the testbed's tests compare them with what each release writes.
 */
class GoFixturesTest {
    private static final NameTable KNOWN = new NameTable(List.of("n1", "n2", "n3"));
    private final ArgsReader reader = new ArgsReader();

    @ParameterizedTest
    @CsvSource({
        "names, n1 n2 n3",
        "nodes, n1 n2",
        "no-names, ''",
        "null-items, ''",
    })
    void theNodesAreRead(String file, String nodes) throws Exception {
        ExtenderArgs args = reader.read(file(file), KNOWN);
        assertThat(String.join(" ", args.candidates().names())).isEqualTo(nodes);
        assertThat(args.pod().qualifiedName()).isEqualTo("lab/solver");
        assertThat(args.pod().uid()).contains("u-1");
    }

    @ParameterizedTest
    @CsvSource({
        "null-lists, the request has neither NodeNames nor Nodes",
        "null-pod, the request has no Pod",
    })
    void whatGoWritesForNothingIsSaidToBeMissing(String file, String error) {
        assertThatThrownBy(() -> reader.read(file(file), KNOWN))
                .isInstanceOfSatisfying(
                        BadRequest.class,
                        refused -> assertThat(refused.explanation()).startsWith(error));
    }

    @Test
    void thePodIsReadThroughAllEscapes() throws Exception {
        PodFacts pod = reader.read(file("names"), KNOWN).pod();
        assertThat(pod.cloneOf()).contains("lab/source");
        assertThat(pod.owner().orElseThrow().uid()).isEqualTo("o-1");
        assertThat(pod.priorityClass()).isEqualTo("lab-normal");
        assertThat(pod.memoryRequest()).contains(DataSize.ofMebibytes(200));
        assertThat(pod.memoryLimit()).contains(DataSize.ofGibibytes(1));
        assertThat(pod.labels()).containsEntry("app", "solver");
    }

    @ParameterizedTest
    @CsvSource({"preempt, v-1 v-2, v-3", "preempt-meta, v-1 v-2, ''"})
    void victimsAreRead(String file, String first, String third) throws Exception {
        Map<String, Victims> victims = new PreemptReader().read(file(file)).victims();
        assertThat(victims).containsOnlyKeys("n1", "n3");
        assertThat(String.join(" ", uids(victims, "n1"))).isEqualTo(first);
        assertThat(String.join(" ", uids(victims, "n3"))).isEqualTo(third);
        assertThat(Objects.requireNonNull(victims.get("n1")).pdbViolations()).isEqualTo(1);
    }

    private static List<String> uids(Map<String, Victims> victims, String node) {
        return List.copyOf(Objects.requireNonNull(victims.get(node)).uids());
    }

    private static byte[] file(String name) throws IOException {
        String resource = "/golden/go/" + name + ".json";
        try (InputStream in =
                Objects.requireNonNull(
                        GoFixturesTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        }
    }
}
