package io.podferry.testbed;

import static io.podferry.testbed.HandMadeMove.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole loop on an unmodified Kubernetes: controller and agents are pods, from the images and
 * manifests of this checkout, and kube-scheduler asks the controller.
 */
@RealPodferry
@Timeout(180)
class PodferryEndToEndTest {
    private static KubernetesTestbed testbed;
    private String name = "";

    @BeforeAll
    static void podferry(KubernetesTestbed given) {
        testbed = given;
    }

    @BeforeEach
    void round() {
        name = "t" + Long.toString(System.nanoTime() & 0xffffffffL, 36);
    }

    @AfterEach
    void nothing() {
        testbed.kubectl("delete", "pod", "--all", "--force", "--grace-period=0");
        testbed.kubectl("delete", "podmigrations", "--all");
    }

    /** A movable pod that was put on a node, and may go to any other. */
    private static CounterPod pod(String name, String where, String annotation, String arguments) {
        testbed.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  labels: {podferry.io/movable: "true"}
                  annotations: {%s}
                spec:
                  runtimeClassName: podferry
                  terminationGracePeriodSeconds: 1
                  %s
                  containers:
                  - name: counter
                    image: podferry.io/testbed/load:1
                    imagePullPolicy: Never
                    args: [--port, "8080", --shape, steady, %s]
                """
                        .formatted(name, annotation, where, arguments));
        return new CounterPod(testbed, name);
    }

    @Test
    void aCloneMadeByHandGoesOnWithTheNextNumberAndItsSourceIsGone() throws Exception {
        String size = "--base, \"52428800\", --peak, \"52428800\"";
        CounterPod source = pod(name, "nodeName: node-1", "", size);
        source.awaitReady();
        for (int number = 1; number <= 3; number++) {
            assertThat(source.next()).isEqualTo(number);
        }
        CounterPod clone = pod(name + "-clone", "", "podferry.io/clone-of: " + name, size);
        assertThat(clone.next()).isEqualTo(4);
        clone.awaitReady();
        assertThat(clone.next()).isEqualTo(5);
        assertThat(clone.get(".spec.nodeName")).isEqualTo("node-2");
        assertThat(clone.get(".status.containerStatuses[0].restartCount")).isEqualTo("0");
        until(
                "the end of the source",
                () -> testbed.kubectl("get", "pod", name, "--ignore-not-found").isEmpty());
        until("the record's end", () -> migrations("{.items[*].status.phase}").equals("Done"));
        assertThat(events()).contains("goes on on node-2");
    }

    @Test
    void growingPodsMoveBeforeTheKernelKillsAndTheirCountersGoOn() throws Exception {
        Map<String, Long> last = new HashMap<>();
        List<CounterPod> pods = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            String growth =
                    "--base, \"100000000\", --rate, \"%d000000\", --peak, \"320000000\""
                            .formatted(2 + 2 * i);
            pods.add(pod(name + i, "nodeName: node-1", "", growth));
        }
        for (CounterPod pod : pods) {
            last.put(pod.name(), pod.next());
        }
        long end = System.nanoTime() + 120_000_000_000L;
        while (!migrations("{.items[*].status.phase}").contains("Done")) {
            assertThat(System.nanoTime()).as("a move: " + events()).isLessThan(end);
            assertThat(kills()).isEmpty();
            Thread.sleep(500);
        }
        assertThat(kills()).isEmpty();
        for (CounterPod pod : pods) {
            assertThat(now(pod).next()).as(pod.name()).isEqualTo(last.get(pod.name()) + 1);
        }
    }

    /** The pod, or the clone that goes on in its place. */
    private static CounterPod now(CounterPod pod) {
        String clone =
                testbed.kubectl(
                        "get",
                        "pods",
                        "-o",
                        "jsonpath={.items[?(@.metadata.annotations.podferry\\.io/clone-of==\"%s\")].metadata.name}"
                                .formatted(pod.name()));
        return clone.isBlank() ? pod : new CounterPod(testbed, clone.strip());
    }

    private static String kills() {
        return testbed.kubectl(
                        "get",
                        "pods",
                        "-o",
                        "jsonpath={.items[*].status.containerStatuses[*].lastState.terminated.reason}")
                .strip();
    }

    private static String migrations(String path) {
        return testbed.kubectl("get", "podmigrations", "-o", "jsonpath=" + path).strip();
    }

    private static String events() {
        return testbed.kubectl("get", "events", "-o", "jsonpath={.items[*].message}");
    }
}
