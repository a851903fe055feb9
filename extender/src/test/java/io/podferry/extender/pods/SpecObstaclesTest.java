package io.podferry.extender.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecObstaclesTest {
    @Test
    void anOrdinaryPodCanBeMoved() {
        assertThat(SpecObstacles.of(Pods.solver())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'hostNetwork':true}                                             | hostNetwork
                    {'hostPID':true}                                                 | hostPID
                    {'hostIPC':true}                                                 | hostIPC
                    {'shareProcessNamespace':true}                                   | process namespace
                    {'volumes':[{'name':'v','hostPath':{'path':'/data'}}]}           | hostPath
                    {'volumes':[{'name':'v','persistentVolumeClaim':{}}]}            | persistentVolumeClaim
                    {'initContainers':[{'name':'log','restartPolicy':'Always'}]}     | sidecar
                    {'ephemeralContainers':[{'name':'debug'}]}                       | ephemeral
                    {'containers':[{'name':'main','securityContext':{'privileged':true}}]} | privileged
                    {'containers':[{'name':'main','lifecycle':{'preStop':{}}}]}      | preStop
                    {'containers':[{'name':'main','volumeMounts':[{'mountPath':'/a','subPath':'b'}]}]} | subPath
                    {'containers':[{'name':'main','resources':{'limits':{'nvidia.com/gpu':'1'}}}]} | nvidia.com/gpu
                    {'containers':[{'name':'main','resources':{'limits':{'hugepages-2Mi':'4Mi'}}}]} | hugepages
                    """)
    void whatCannotBeMovedIsNamed(String spec, String named) {
        ObjectNode pod = Pods.solver();
        ((ObjectNode) pod.path("spec")).setAll(Pods.of(spec));
        assertThat(SpecObstacles.of(pod)).hasSize(1).first().asString().contains(named);
    }

    @Test
    void thePodOfAControllerIsNamedWithIt() {
        ObjectNode pod = Pods.solver();
        ((ObjectNode) pod.path("metadata"))
                .putArray("ownerReferences")
                .addObject()
                .put("kind", "StatefulSet")
                .put("name", "db")
                .put("controller", true);
        assertThat(SpecObstacles.of(pod))
                .hasSize(1)
                .first()
                .asString()
                .contains("StatefulSet 'db'");
    }
}
