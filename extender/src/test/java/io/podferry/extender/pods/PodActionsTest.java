package io.podferry.extender.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.FakeApiServer;
import io.podferry.extender.leader.Leadership;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodActionsTest {
    private static final String PODS = "/api/v1/namespaces/lab/pods";
    private final FakeApiServer server = new FakeApiServer();
    private final PodActions pods = actions(Leadership.ALONE);

    private PodActions actions(Leadership leadership) {
        return new PodActions(new ApiObjects(server, Duration.ofSeconds(1)), leadership);
    }

    @BeforeEach
    void aPodRuns() {
        server.objects.put(PODS + "/solver", Pods.solver());
    }

    private ObjectNode clone(String name) throws Exception {
        return pods.obtainClone(Pods.move(name), pods.source(Pods.move(name)).orElseThrow());
    }

    @Test
    void aCloneIsMadeOnceHoweverOftenItIsAskedFor() throws Exception {
        ObjectNode first = clone("solver-2");
        assertThat(clone("solver-2")).isEqualTo(first);
        assertThat(server.objects).hasSize(2);
    }

    @Test
    void aCloneWhoseAnswerWasLostIsFoundAgain() throws Exception {
        server.failsAfter = asked -> asked.startsWith("POST");
        assertThatThrownBy(() -> clone("solver-2")).isInstanceOf(IOException.class);
        server.failsAfter = _ -> false;
        assertThat(PodActions.qualified(clone("solver-2"))).isEqualTo("lab/solver-2");
        assertThat(server.objects).hasSize(2);
    }

    @Test
    void admittingTakesOurGateAwayAndNoOther() throws Exception {
        ObjectNode clone = clone("solver-2");
        ObjectNode stored = server.objects.get(PODS + "/solver-2");
        stored.withArray("/spec/schedulingGates").addObject().put("name", "other");
        pods.admit(clone);
        assertThat(server.objects.get(PODS + "/solver-2").at("/spec/schedulingGates").toString())
                .isEqualTo("[{\"name\":\"other\"}]");
    }

    @Test
    void theSourceIsDeletedByItsUidOnly() throws Exception {
        server.objects.get(PODS + "/solver").withObject("/metadata").put("uid", "another");
        assertThatThrownBy(() -> pods.dismissSource(Pods.move("solver-2")))
                .hasMessageContaining("UID");
        assertThat(server.objects).containsKey(PODS + "/solver");
    }

    @Test
    void aCloneThatAPersonMadeIsTakenUpAndNeverDeleted() throws Exception {
        ObjectNode byHand = Pods.solver();
        byHand.withObject("/metadata").put("name", "solver-2").put("uid", "u-2");
        byHand.withObject("/metadata/annotations").put("podferry.io/clone-of", "solver");
        byHand.withObject("/spec").remove("nodeName");
        server.objects.put(PODS + "/solver-2", byHand);
        ObjectNode clone = clone("solver-2");
        assertThat(PodActions.uid(clone)).isEqualTo("u-2");
        assertThat(clone.at("/metadata/labels").toString()).contains("podferry.io/migration");
        pods.dismissClone(Pods.move("solver-2"));
        assertThat(server.objects).containsKey(PODS + "/solver-2");
    }

    @Test
    void aCloneThatIsNotWantedAnyMoreIsDeleted() throws Exception {
        clone("solver-2");
        pods.dismissClone(Pods.move("solver-2"));
        assertThat(server.objects).containsOnlyKeys(PODS + "/solver");
    }

    @Test
    void anotherPodOfThatNameIsLeftAlone() {
        ObjectNode other = Pods.solver();
        other.withObject("/metadata").put("name", "solver-2").put("uid", "u-2");
        server.objects.put(PODS + "/solver-2", other);
        assertThatThrownBy(() -> clone("solver-2"))
                .isInstanceOf(MoveRefused.class)
                .hasMessageContaining("no clone of");
    }

    @Test
    void nothingIsWrittenByWhoDoesNotLead() {
        PodActions standby = actions(_ -> false);
        assertThatThrownBy(() -> standby.obtainClone(Pods.move("solver-2"), Pods.solver()))
                .hasMessageContaining("does not lead");
        assertThatThrownBy(() -> standby.dismissSource(Pods.move("solver-2")))
                .hasMessageContaining("does not lead");
        assertThat(server.objects).hasSize(1);
    }
}
