package io.podferry.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A pod on a node that answers every request with the next number, kept in memory only. */
record CounterPod(KubernetesTestbed testbed, String name) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /**
     * Makes the pod.
     *
     * @param gated whether it is to wait before it is scheduled
     * @param arguments of the program, which fills memory by them
     */
    static CounterPod create(
            KubernetesTestbed testbed, String name, String node, boolean gated, String arguments) {
        testbed.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  runtimeClassName: podferry
                  terminationGracePeriodSeconds: 1
                  nodeSelector: {kubernetes.io/hostname: %s}
                  schedulingGates: [%s]
                  containers:
                  - name: counter
                    image: podferry.io/testbed/load:1
                    imagePullPolicy: Never
                    args: [--port, "8080", %s]
                """
                        .formatted(name, node, gated ? "{name: podferry.io/held}" : "", arguments));
        return new CounterPod(testbed, name);
    }

    /** One of 50 MiB that does not grow. */
    static CounterPod create(KubernetesTestbed testbed, String name, String node, boolean gated) {
        return create(
                testbed,
                name,
                node,
                gated,
                "--shape, steady, --base, \"52428800\", --peak, \"52428800\"");
    }

    String get(String path) {
        return testbed.kubectl("get", "pod", name, "-o", "jsonpath={" + path + "}").strip();
    }

    String uid() {
        return get(".metadata.uid");
    }

    String containerId() {
        return get(".status.containerStatuses[0].containerID").replace("containerd://", "");
    }

    void awaitReady() {
        testbed.kubectl("wait", "--for=condition=Ready", "pod/" + name, "--timeout=40s");
    }

    void mayBeScheduled() {
        testbed.kubectl(
                "patch",
                "pod",
                name,
                "--type=merge",
                "-p",
                "{\"spec\":{\"schedulingGates\":null}}");
    }

    /** The next number; waits while there is no answer. */
    long next() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<Long> number = ask();
            if (number.isPresent()) {
                return number.get();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(
                "pod %s does not answer; its status: %s".formatted(name, get(".status")));
    }

    private Optional<Long> ask() throws InterruptedException {
        String address = get(".status.podIP");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + ":8080/"))
                        .timeout(Duration.ofSeconds(3))
                        .build();
        try {
            return Optional.of(
                    Long.valueOf(
                            CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                                    .body()
                                    .strip()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
