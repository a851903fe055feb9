package io.podferry.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.advice.Hold;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * kube-scheduler as it is, with the configuration from manifests/, asks our extender over TLS with
 * client certificates. Nodes are objects without machines: they show where pods are bound.
 */
@RealKubernetes
@Timeout(120)
class ExtenderEndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static KubernetesTestbed testbed;
    private static ExtenderProcess extender;
    private String ns = "";
    private String a = "";
    private String b = "";
    private String c = "";

    @BeforeAll
    static void start(KubernetesTestbed given) throws IOException {
        testbed = given;
        testbed.kubectl("delete", "pod", "-A", "--all", "--force", "--wait=false");
        testbed.kubectl("delete", "node", "--all", "--wait=false");
        extender = new ExtenderProcess(testbed, 0);
        testbed.schedulerWithExtender(extender.url());
        testbed.apply(
                """
                apiVersion: scheduling.k8s.io/v1
                kind: PriorityClass
                metadata: {name: urgent}
                value: 1000
                """);
    }

    @AfterAll
    static void stop() {
        if (extender != null) {
            extender.close();
        }
    }

    /** Fresh nodes with 200 MiB in use and a namespace: no test sees what another left. */
    @BeforeEach
    void freshCluster() throws InterruptedException {
        String round = Long.toString(System.currentTimeMillis() & 0xfffffff, 36);
        ns = "round-" + round;
        a = "a-" + round;
        b = "b-" + round;
        c = "c-" + round;
        extender.holds.clear();
        for (String name : List.of(a, b, c)) {
            extender.uses(name, 200);
        }
        testbed.apply(
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: "
                        + ns
                        + "}\n---\n"
                        + node(a)
                        + node(b)
                        + node(c));
        testbed.untaint(a, b, c);
        testbed.kubectl("wait", "--for=create", "serviceaccount/default", "-n", ns);
        until("the extender is ready", () -> extender.advisor.notReady().isEmpty());
    }

    @AfterEach
    void removeNodes() {
        testbed.kubectl("delete", "pod", "-n", ns, "--all", "--force", "--wait=false");
        testbed.kubectl("delete", "node", a, b, c, "--wait=false");
    }

    private static String node(String name) {
        return """
        apiVersion: v1
        kind: Node
        metadata: {name: %1$s, labels: {kubernetes.io/hostname: %1$s}}
        status:
          capacity: {cpu: "64", memory: 1000Mi, pods: "200"}
          allocatable: {cpu: "64", memory: 1000Mi, pods: "200"}
          conditions: [{type: Ready, status: "True"}]
        ---
        """
                .formatted(name);
    }

    private String pod(String name, String metadata, String spec, String memory) {
        return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, %s}
        spec:
          terminationGracePeriodSeconds: 0
          %s
          containers: [{name: c, image: solver, resources: {requests: {memory: %s}}}]
        ---
        """
                .formatted(name, ns, metadata, spec, memory);
    }

    private static String cloneOf(String source) {
        return "annotations: {podferry.io/clone-of: " + source + "}";
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private Optional<String> boundTo(String pod) {
        return extender.pod(ns + "/" + pod).flatMap(PodFacts::node);
    }

    private String whereabouts(String pod) throws InterruptedException {
        until(pod + " is bound", () -> boundTo(pod).isPresent());
        return boundTo(pod).orElseThrow();
    }

    /** A pod that is bound to a node by hand and uses memory there. */
    private String running(String name, String node, long mebibytes) throws InterruptedException {
        testbed.apply(pod(name, "", "nodeName: " + node, "10Mi"));
        until(name + " is known", () -> boundTo(name).isPresent());
        extender.uses(ns + "/" + name, mebibytes);
        return extender.pod(ns + "/" + name).flatMap(PodFacts::uid).orElseThrow();
    }

    private void waitForEvent(String pod, String text) throws InterruptedException {
        until(
                pod + " has an event with '" + text + "'",
                () ->
                        testbed.kubectl(
                                        "get",
                                        "events",
                                        "-n",
                                        ns,
                                        "--field-selector",
                                        "involvedObject.name=" + pod,
                                        "-o",
                                        "jsonpath={.items[*].message}")
                                .contains(text));
    }

    @Test
    void aCloneGoesToItsHeldTargetAndNowhereElse() throws Exception {
        String uid = running("solver", a, 100);
        for (String target : List.of(c, b)) {
            extender.uses(a, 10);
            extender.holds.clear();
            extender.holds.add(hold(uid, target));
            extender.settle();
            String clone = "clone-" + target.charAt(0);
            testbed.apply(pod(clone, cloneOf("solver"), "", "10Mi"));
            assertThat(whereabouts(clone)).isEqualTo(target);
        }
    }

    private Hold hold(String sourceUid, String target) {
        return new Hold(
                "m-" + ns + target,
                sourceUid,
                ns + "/solver",
                "unborn",
                Optional.empty(),
                target,
                DataSize.ofMebibytes(100));
    }

    @Test
    void aCloneWhoseTargetIsFullWaitsAndItsEventSaysWhy() throws Exception {
        String uid = running("solver", a, 100);
        extender.holds.add(hold(uid, b));
        extender.settle();
        testbed.apply(
                pod(
                        "clone",
                        cloneOf("solver"),
                        "nodeSelector: {kubernetes.io/hostname: " + c + "}",
                        "10Mi"));
        waitForEvent("clone", "1 podferry: the clone of " + ns + "/solver waits for node " + b);
        assertThat(boundTo("clone")).isEmpty();
    }

    @Test
    void twoClonesNeverGetTheSameHeadroom() throws Exception {
        running("solver", a, 500);
        extender.settle();
        testbed.apply(
                pod("one", cloneOf("solver"), "", "10Mi")
                        + pod("two", cloneOf("solver"), "", "10Mi")
                        + pod("three", cloneOf("solver"), "", "10Mi"));
        until("two are bound", () -> bound("one", "two", "three").count() == 2);
        Set<String> nodes = new TreeSet<>(bound("one", "two", "three").toList());
        assertThat(nodes).as("never both on one node").containsExactly(b, c);
        String third =
                Stream.of("one", "two", "three")
                        .filter(name -> boundTo(name).isEmpty())
                        .findFirst()
                        .orElseThrow();
        waitForEvent(third, "2 podferry: not enough free memory");
        waitForEvent(third, "1 podferry: runs there now");
        testbed.kubectl("delete", "pod", "-n", ns, "one", "two", "three", "--force");
    }

    private Stream<String> bound(String... pods) {
        return Stream.of(pods).map(this::boundTo).flatMap(Optional::stream);
    }

    @Test
    void otherPodsGoWhereMemoryIsFreeAndNotWhereRequestsSaySo() throws Exception {
        extender.uses(a, 900);
        extender.uses(b, 100);
        extender.uses(c, 600);
        extender.settle();
        testbed.apply(pod("p1", "", "", "20Mi") + pod("p2", "", "", "20Mi"));
        assertThat(whereabouts("p1")).isEqualTo(b);
        assertThat(whereabouts("p2")).isEqualTo(b);
        extender.uses(b, 900);
        extender.uses(c, 100);
        extender.settle();
        testbed.apply(pod("p3", "", "", "20Mi") + pod("large", "", "", "300Mi"));
        assertThat(whereabouts("p3")).isEqualTo(c);
        assertThat(whereabouts("large")).isEqualTo(c);
    }

    @Test
    void aPodThatFitsNowhereLearnsWhyFromItsEvent() throws Exception {
        for (String name : List.of(a, b, c)) {
            extender.uses(name, 950);
        }
        extender.settle();
        testbed.apply(pod("hungry", "", "", "300Mi"));
        waitForEvent("hungry", "0/3 nodes are available: 3 podferry: not enough free memory");
    }

    @Test
    void preemptionSparesPodsThatMove() throws Exception {
        testbed.apply(
                pod("low-a", "", "nodeName: " + a, "700Mi")
                        + pod("low-b", "", "nodeName: " + b, "700Mi")
                        + pod("low-c", "", "nodeName: " + c, "700Mi"));
        for (String name : List.of("low-a", "low-b", "low-c")) {
            until(name, () -> boundTo(name).isPresent());
        }
        String moving = extender.pod(ns + "/low-a").flatMap(PodFacts::uid).orElseThrow();
        String other = extender.pod(ns + "/low-b").flatMap(PodFacts::uid).orElseThrow();
        extender.holds.add(
                new Hold("m", moving, ns + "/low-a", other, Optional.empty(), b, DataSize.ZERO));
        extender.settle();
        testbed.apply(pod("boss", "", "priorityClassName: urgent", "600Mi"));
        assertThat(whereabouts("boss")).as("a and b are moving").isEqualTo(c);
    }

    @Test
    void withTheExtenderAwayClonesAreSafeAndOthersGoOn() throws Exception {
        int port = extender.port();
        extender.close();
        try {
            String affinity =
                    """
                    affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [%s]}]}]}}}\
                    """
                            .formatted(b);
            testbed.apply(
                    pod("clone", cloneOf("solver"), affinity, "10Mi")
                            + pod("other", "", "", "10Mi"));
            String[] where = {"", ""};
            until(
                    "both are bound",
                    () -> {
                        where[0] = nodeByApi("clone");
                        where[1] = nodeByApi("other");
                        return !where[0].isEmpty() && !where[1].isEmpty();
                    });
            assertThat(where[0]).isEqualTo(b);
        } finally {
            extender = new ExtenderProcess(testbed, port);
        }
    }

    private String nodeByApi(String pod) {
        return testbed.kubectl("get", "pod", "-n", ns, pod, "-o", "jsonpath={.spec.nodeName}");
    }
}
