package io.podferry.testbed;

import static io.podferry.testbed.HandMadeMove.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods of a Deployment and of a Job move without their controllers taking harm. */
@RealPodferry
@Timeout(180)
class OwnedPodsEndToEndTest {
    private static KubernetesTestbed testbed;
    private String name = "";

    @BeforeAll
    static void podferry(KubernetesTestbed given) {
        testbed = given;
    }

    @BeforeEach
    void round() {
        name = "o" + Long.toString(System.nanoTime() & 0xffffffffL, 36);
    }

    @AfterEach
    void nothing() {
        testbed.kubectl("delete", "deployments,jobs,podmigrations", "--all");
        testbed.kubectl("delete", "pod", "--all", "--force", "--grace-period=0");
    }

    private String template(String policy, String where) {
        return """
          template:
            metadata: {labels: {app: %s}}
            spec:
              restartPolicy: %s
              runtimeClassName: podferry
              terminationGracePeriodSeconds: 1
              %s
              containers:
              - name: counter
                image: podferry.io/testbed/load:1
                imagePullPolicy: Never
                args: [--port, "8080", --shape, steady, --base, "52428800", --peak, "52428800"]
        """
                .formatted(name, policy, where);
    }

    private void deployment(String where) {
        testbed.apply(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                """
                                .formatted(name)
                        + template("Always", where));
    }

    private void job() {
        testbed.apply(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec:
                  backoffLimit: 0
                """
                                .formatted(name)
                        + template("Never", ""));
    }

    private String pods(String path) {
        return testbed.kubectl("get", "pods", "-l", "app=" + name, "-o", "jsonpath=" + path)
                .strip();
    }

    /** The only pod there is, once it answers. */
    private CounterPod pod() throws Exception {
        until("one pod", () -> pods("{.items[*].metadata.name}").matches("[a-z0-9-]+"));
        return new CounterPod(testbed, pods("{.items[0].metadata.name}"));
    }

    private CounterPod counted() throws Exception {
        CounterPod pod = pod();
        for (int number = 1; number <= 3; number++) {
            assertThat(pod.next()).isEqualTo(number);
        }
        return pod;
    }

    /** Wishes the pod on the other node. */
    private void move(CounterPod pod) {
        String source = pod.get(".spec.nodeName");
        testbed.apply(
                """
                apiVersion: podferry.io/v1alpha1
                kind: PodMigration
                metadata: {name: %1$s}
                spec: {podName: %2$s, podUID: %3$s, cloneName: %2$s, cloneUID: clone-%1$s, source: %4$s,
                       target: %5$s, sizeBytes: 0, requestedBy: operator, createdAt: "%6$s"}
                """
                        .formatted(
                                name,
                                pod.name(),
                                pod.uid(),
                                source,
                                source.equals("node-1") ? "node-2" : "node-1",
                                Instant.now()));
    }

    private String phase() {
        return testbed.kubectl("get", "podmigration", name, "-o", "jsonpath={.status.phase}");
    }

    private void awaitMoved(CounterPod source) throws Exception {
        until("the pod runs on the other node", () -> phase().matches("Running|Done"));
        CounterPod clone = pod();
        assertThat(clone.name()).isNotEqualTo(source.name());
        assertThat(clone.next()).as("its memory came along").isEqualTo(4);
        assertThat(clone.get(".status.containerStatuses[0].restartCount")).isEqualTo("0");
    }

    @Test
    void aDeploymentKeepsItsReplica() throws Exception {
        deployment("");
        CounterPod source = counted();
        move(source);
        awaitMoved(source);
        until(
                "the replica counts",
                () ->
                        testbed.kubectl(
                                        "get",
                                        "deployment",
                                        name,
                                        "-o",
                                        "jsonpath={.status.availableReplicas}")
                                .equals("1"));
    }

    @Test
    void aJobCountsNoFailure() throws Exception {
        job();
        CounterPod source = counted();
        move(source);
        awaitMoved(source);
        assertThat(
                        testbed.kubectl(
                                "get",
                                "job",
                                name,
                                "-o",
                                "jsonpath={.status.failed} {.status.active}"))
                .as("failed and active")
                .isEqualTo(" 1");
    }
}
