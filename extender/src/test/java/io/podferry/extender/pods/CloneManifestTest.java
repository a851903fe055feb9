package io.podferry.extender.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloneManifestTest {
    @Test
    void theCloneIsItsSourceGatedAndPinned() {
        ObjectNode clone = CloneManifest.of(Pods.move("solver-2"), Pods.solver());
        JsonNode metadata = clone.path("metadata");
        JsonNode spec = clone.path("spec");
        assertThat(metadata.path("name").asText()).isEqualTo("solver-2");
        assertThat(metadata.path("labels").toString())
                .isEqualTo(
                        "{'app':'solver','podferry.io/movable':'true','podferry.io/migration':'m1'}"
                                .replace('\'', '"'));
        assertThat(metadata.path("annotations").toString())
                .isEqualTo(
                        "{'team':'lab','podferry.io/clone-of':'solver','podferry.io/source-uid':'u-1'}"
                                .replace('\'', '"'));
        assertThat(spec.has("nodeName")).isFalse();
        assertThat(spec.has("initContainers")).as("what is done is not done again").isFalse();
        assertThat(spec.path("hostname").asText()).isEqualTo("solver");
        assertThat(spec.path("containers"))
                .isEqualTo(Pods.solver().path("spec").path("containers"));
        assertThat(spec.path("schedulingGates").toString()).contains("podferry.io/held");
        assertThat(pins(clone)).containsExactly("n2");
    }

    private static java.util.List<String> pins(JsonNode clone) {
        return clone.path("spec").findValues("matchFields").stream()
                .flatMap(fields -> fields.findValues("values").stream())
                .flatMap(values ->
                        java.util.stream.StreamSupport.stream(values.spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void theCloneOfACloneIsPinnedAnewAndKeepsItsOwnTerms() {
        ObjectNode first = CloneManifest.of(Pods.move("solver-2"), Pods.solver());
        ((ObjectNode)
                        first.at(
                                "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0"))
                .putArray("matchExpressions")
                .addObject()
                .put("key", "disk")
                .put("operator", "Exists");
        ObjectNode second = CloneManifest.of(Pods.move("solver-3"), first);
        assertThat(pins(second)).containsExactly("n2");
        assertThat(second.toString()).contains("disk");
        assertThat(second.at("/metadata/annotations").size()).isEqualTo(3);
        assertThat(second.at("/spec/schedulingGates").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"solver, solver", "solver-pfmjuv9ts0, solver"})
    void aCloneThatIsTheSamePodGetsAFreshName(String source, String stem) {
        var record = Pods.move("solver");
        var named =
                new io.podferry.policy.migration.MigrationRecord(
                        record.id(),
                        1,
                        1,
                        record.state(),
                        record.podUid(),
                        record.cloneUid(),
                        "lab/" + source,
                        "lab/" + source,
                        record.source(),
                        record.target(),
                        record.size(),
                        record.reason(),
                        record.requestedBy(),
                        record.createdAt(),
                        record.stateSince(),
                        record.rootHash(),
                        record.abortReason(),
                        0,
                        record.facts());
        assertThat(CloneManifest.name(named)).matches(stem + "-pf[0-9a-z]+").isNotEqualTo(source);
    }
}
