package io.podferry.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ClientTransport;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Plays on a Kubernetes cluster with Podferry, in a namespace of its own: pods are kubelet's, moves
 * the controller's. Under the policy {@code none} the controller is switched off, otherwise it
 * follows the policy it has. It needs the image of the demo's program on the nodes.
 */
final class KubernetesStage implements DemoStage {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final String CONTROLLER =
            "/apis/apps/v1/namespaces/podferry-system/deployments/podferry-controller";

    private final ApiObjects api;
    private final KubernetesPods pods;
    private final Consumer<String> notes;

    KubernetesStage(Path kubeconfig, Consumer<String> notes) {
        try {
            this.api = new ApiObjects(ClientTransport.of(kubeconfig), Duration.ofSeconds(10));
        } catch (IOException e) {
            throw new ClusterException(
                    "no Kubernetes cluster can be reached by '%s': %s. Maybe: testbed/cluster up --nodes 2 --podferry?"
                            .formatted(kubeconfig, e.getMessage()),
                    e);
        }
        this.pods = new KubernetesPods(api);
        this.notes = notes;
    }

    @Override
    public RunResult play(DemoScenario scenario, PolicyChoice policy, EventSink sink)
            throws InterruptedException {
        if (!policy.text().equals("none") && !policy.text().equals("default")) {
            throw new ClusterException(
                    "a cluster's policy is in its ConfigMap podferry-policy, so '%s' cannot be chosen here. Maybe none?"
                            .formatted(policy.text()));
        }
        try {
            pods.prepare();
            pods.remove();
            controllers(policy.text().equals("none") ? 0 : 1);
            until("the end of earlier pods", () -> pods.pods().isEmpty());
            RunResult result = new KubernetesRun(pods, scenario, policy, sink, notes).play();
            pods.remove();
            return result;
        } catch (IOException e) {
            throw new ClusterException("the cluster does not answer: " + e.getMessage(), e);
        }
    }

    /** With none nobody acts; with one it is ready before anything happens. */
    private void controllers(int count) throws IOException, InterruptedException {
        if (api.get(CONTROLLER).isEmpty()) {
            throw new ClusterException(
                    "the cluster has no Podferry. Maybe: kubectl apply --server-side -k"
                            + " manifests/install?");
        }
        ObjectNode patch = ApiObjects.object();
        patch.putObject("spec").put("replicas", count);
        api.patch(CONTROLLER, patch);
        until("%d controllers".formatted(count), () -> count == present(count > 0));
    }

    private int present(boolean ready) throws IOException {
        return api.get(CONTROLLER)
                .map(deployment -> deployment.path("status"))
                .map(status -> status.path(ready ? "readyReplicas" : "replicas").asInt(0))
                .orElse(0);
    }

    /** Looks until it is so. */
    private interface Look {
        boolean done() throws IOException;
    }

    private static void until(String what, Look look) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!look.done()) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "%d s without %s. Maybe look at the pods of podferry-system?"
                                .formatted(PATIENCE.toSeconds(), what));
            }
            Thread.sleep(POLL);
        }
    }

    @Override
    public void close() {
        try {
            pods.remove();
            ObjectNode patch = ApiObjects.object();
            patch.putObject("spec").put("replicas", 1);
            api.patch(CONTROLLER, patch);
        } catch (IOException e) {
            notes.accept("the demo's pods could not be removed: " + e.getMessage());
        }
    }
}
