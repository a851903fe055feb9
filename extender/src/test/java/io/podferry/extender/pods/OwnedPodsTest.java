package io.podferry.extender.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.FakeApiServer;
import io.podferry.extender.leader.Leadership;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedPodsTest {
    private static final String PODS = "/api/v1/namespaces/lab/pods";
    private final FakeApiServer server = new FakeApiServer();
    private final OwnedPods owned =
            new OwnedPods(new ApiObjects(server, Duration.ofSeconds(1)), Leadership.ALONE);

    private static ObjectNode pod(String name, String kind, String label) {
        ObjectNode pod = Pods.solver();
        pod.withObject("/metadata")
                .put("name", name)
                .put("uid", name.equals("solver") ? "u-1" : "u-" + name)
                .put("creationTimestamp", Pods.NOW.toString());
        pod.withObject("/metadata/labels").put(label, "abc");
        pod.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("kind", kind)
                .put("name", "owner")
                .put("uid", "u-owner")
                .put("controller", true);
        return pod;
    }

    private ObjectNode stored(String name) {
        return server.objects.get(PODS + "/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, pod-template-hash",
        "Job, batch.kubernetes.io/controller-uid",
        "Job, controller-uid"
    })
    void theReplacementIsTheCloneAndAnAbortPutsTheLabelBack(String kind, String label)
            throws Exception {
        server.objects.put(PODS + "/solver", pod("solver", kind, label));
        assertThat(owned.obtain(Pods.move("solver"), stored("solver"), "u-owner"))
                .as("the controller has made none yet")
                .isEmpty();
        assertThat(stored("solver").path("metadata").path("labels").path(label).asText())
                .isEqualTo("moving-m1");

        // The controller lets go of its pod and makes another.
        stored("solver").withObject("/metadata").remove("ownerReferences");
        ObjectNode replacement = pod("other", kind, label);
        replacement.withObject("/spec").remove("nodeName");
        server.objects.put(PODS + "/other", replacement);
        assertThat(OwnedPods.owner(stored("solver"))).contains("u-owner");
        Optional<ObjectNode> clone = owned.obtain(Pods.move("solver"), stored("solver"), "u-owner");
        assertThat(clone.map(PodActions::uid)).contains("u-other");
        assertThat(stored("other").at("/metadata/labels").toString())
                .contains("\"podferry.io/migration\":\"m1\"");
        assertThat(owned.obtain(Pods.move("solver"), stored("solver"), "u-owner"))
                .as("asked again")
                .map(PodActions::uid)
                .contains("u-other");

        owned.undo(Pods.move("solver"), stored("solver"));
        owned.undo(Pods.move("solver"), stored("solver"));
        assertThat(stored("solver").path("metadata").path("labels").path(label).asText())
                .isEqualTo("abc");
        assertThat(stored("solver").at("/metadata/annotations").toString())
                .doesNotContain("podferry.io/")
                .contains("pod-deletion-cost");
    }

    @ParameterizedTest
    @CsvSource({"ReplicaSet, pod-template-hash"})
    void aReplacementThatWasScheduledAlreadyIsNoClone(String kind, String label) {
        server.objects.put(PODS + "/solver", pod("solver", kind, label));
        server.objects.put(PODS + "/other", pod("other", kind, label));
        assertThatThrownBy(() -> owned.obtain(Pods.move("solver"), stored("solver"), "u-owner"))
                .isInstanceOf(MoveRefused.class)
                .hasMessageContaining("extender");
    }
}
