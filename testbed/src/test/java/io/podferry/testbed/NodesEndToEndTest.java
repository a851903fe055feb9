package io.podferry.testbed;

import static io.podferry.testbed.HandMadeMove.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * kubelet and containerd as they are, with the runtime wrapper in containerd's configuration from
 * manifests/. What agents and controller do for a move is done by hand here: it works without them
 * only if wrapper, containerd and kubelet work together.
 */
@RealNodes
@Timeout(120)
class NodesEndToEndTest {
    private static KubernetesTestbed testbed;
    private static TestbedNode source;
    private static TestbedNode target;
    private String name = "";

    @BeforeAll
    static void nodes(KubernetesTestbed given) {
        testbed = given;
        source = testbed.node("node-1");
        target = testbed.node("node-2");
        testbed.kubectl("apply", "-f", testbed.manifests("base") + "/runtimeclass.yaml");
    }

    @BeforeEach
    void round() {
        name = "t" + Long.toString(System.nanoTime() & 0xffffffffL, 36);
    }

    @AfterEach
    void noPods() {
        testbed.kubectl("delete", "pod", "--all", "--force", "--grace-period=0", "--wait=false");
    }

    @Test
    void aPodRunsAndKubectlReachesIt() throws Exception {
        CounterPod pod = CounterPod.create(testbed, name, "node-1", false);
        pod.awaitReady();
        assertThat(pod.next()).isEqualTo(1);
        assertThat(testbed.kubectl("logs", name)).contains("working, 50 MiB");
        assertThatThrownBy(() -> testbed.kubectl("exec", name, "--", "/load", "--shape", "wrong"))
                .hasMessageContaining("unknown shape");
    }

    @Test
    void aMovedPodGoesOnWithTheNextNumber() throws Exception {
        CounterPod pod = CounterPod.create(testbed, name, "node-1", false);
        pod.awaitReady();
        for (int number = 1; number <= 3; number++) {
            assertThat(pod.next()).isEqualTo(number);
        }
        CounterPod clone = CounterPod.create(testbed, name + "-clone", "node-2", true);
        HandMadeMove move = new HandMadeMove(source, target, name);
        move.hold(clone);
        clone.mayBeScheduled();
        move.awaitHeld();
        String container = pod.containerId();
        move.watch(pod);
        Future<Boolean> dump = move.freeze(pod);
        move.fence(pod);
        testbed.kubectl("delete", "pod", name, "--wait=false");
        move.awaitKill(container);
        assertThat(move.vote(dump, true)).isTrue();
        move.ship();
        move.go();
        assertThat(clone.next()).isEqualTo(4);
        clone.awaitReady();
        assertThat(clone.next()).isEqualTo(5);
        assertThat(clone.get(".status.containerStatuses[0].restartCount")).isEqualTo("0");
        until(
                "the end of the source's object",
                () -> testbed.kubectl("get", "pod", name, "--ignore-not-found").isEmpty());
        assertThat(source.run("runc", "--root", "/run/containerd/runc/k8s.io", "list", "-q"))
                .doesNotContain(container);
    }

    @Test
    void anAbortedMoveLeavesTheSourceAsItWasAndFailsTheCloneAtOnce() throws Exception {
        CounterPod pod = CounterPod.create(testbed, name, "node-1", false);
        pod.awaitReady();
        assertThat(pod.next()).isEqualTo(1);
        CounterPod clone = CounterPod.create(testbed, name + "-clone", "node-2", true);
        HandMadeMove move = new HandMadeMove(source, target, name);
        move.hold(clone);
        clone.mayBeScheduled();
        move.awaitHeld();
        Future<Boolean> dump = move.freeze(pod);
        move.abort("the target ran out of memory");
        assertThat(move.vote(dump, false)).isFalse();
        assertThat(pod.next()).isEqualTo(2);
        assertThat(pod.get(".status.containerStatuses[0].restartCount")).isEqualTo("0");
        until(
                "the reason in the clone's events",
                () ->
                        events(clone.name())
                                .contains(
                                        "podferry: the migration of container counter was given up:"
                                                + " the target ran out of memory"));
    }

    @Test
    void aDepartedPodIsNeverStartedAgain() throws Exception {
        CounterPod pod = CounterPod.create(testbed, name, "node-1", false);
        pod.awaitReady();
        HandMadeMove move = new HandMadeMove(source, target, name);
        Future<Boolean> dump = move.freeze(pod);
        move.fence(pod);
        // Worse than any order that an agent has: kubelet does not know that the pod is to go.
        assertThat(move.vote(dump, true)).isTrue();
        until(
                "the refusal in the pod's events",
                () -> events(name).contains("podferry: pod " + pod.uid() + " has left this node"));
        assertThat(Arrays.asList(pod.get(".status.containerStatuses[*].state.running").split(" ")))
                .containsOnly("");
    }

    @Test
    void theKernelKillsWhenThePodsOfANodeNeedMoreThanItHas() throws Exception {
        for (String each : new String[] {"a", "b", "c"}) {
            CounterPod.create(
                    testbed,
                    name + each,
                    "node-2",
                    false,
                    "--shape, steady, --base, \"200000000\", --rate, \"80000000\", --peak,"
                            + " \"600000000\"");
        }
        until(
                "a pod that the kernel killed",
                () ->
                        testbed.kubectl(
                                        "get",
                                        "pods",
                                        "-o",
                                        "jsonpath={.items[*].status.containerStatuses[*].lastState.terminated.reason}"
                                            + " {.items[*].status.containerStatuses[*].state.terminated.reason}")
                                .contains("OOMKilled"));
    }

    private static String events(String pod) {
        return testbed.kubectl(
                "get",
                "events",
                "--field-selector",
                "involvedObject.name=" + pod,
                "-o",
                "jsonpath={.items[*].message}");
    }
}
