package io.podferry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.workload.DemoPods;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.simulations.scenario.DemoPod;
import java.io.IOException;
import java.util.List;

/**
 * The pods of a run as objects of a Kubernetes cluster, and their end. They run the image of the
 * demo's C program; a JVM is played by it as well, with the same curve of memory.
 */
final class KubernetesPods {
    static final String NAMESPACE = "podferry-demo";
    private static final String IMAGE = "podferry.io/testbed/load:1";
    private static final String CORE = "/api/v1/namespaces/" + NAMESPACE + "/";
    private static final String MIGRATIONS =
            "/apis/podferry.io/v1alpha1/namespaces/" + NAMESPACE + "/podmigrations";

    private final ApiObjects api;

    KubernetesPods(ApiObjects api) {
        this.api = api;
    }

    void prepare() throws IOException {
        if (api.get("/api/v1/namespaces/" + NAMESPACE).isEmpty()) {
            ObjectNode namespace = ApiObjects.object().put("apiVersion", "v1");
            namespace.put("kind", "Namespace").putObject("metadata").put("name", NAMESPACE);
            api.create("/api/v1/namespaces", namespace);
        }
    }

    /** Puts the pod on its node; it may move to any other. */
    void start(DemoPod pod) throws IOException {
        ObjectNode object = ApiObjects.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode labels =
                object.putObject("metadata").put("name", pod.name()).putObject("labels");
        labels.put("podferry.io/movable", "true").put("app", pod.workloadClass());
        ObjectNode spec = object.putObject("spec");
        spec.put("nodeName", pod.node().value())
                .put("runtimeClassName", "podferry")
                .put("terminationGracePeriodSeconds", 1);
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "main").put("image", IMAGE).put("imagePullPolicy", "Never");
        List<String> command = DemoPods.command(pod);
        ArrayNode words = container.putArray("command");
        command.forEach(words::add);
        pod.limit()
                .ifPresent(limit ->
                        container
                                .putObject("resources")
                                .putObject("limits")
                                .put("memory", limit.bytes()));
        api.create(CORE + "pods", object);
    }

    List<ObjectNode> pods() throws IOException {
        return api.list(CORE + "pods");
    }

    List<ObjectNode> migrations() throws IOException {
        return api.list(MIGRATIONS);
    }

    /** Deletes everything of a run; it may take a while until it is gone. */
    void remove() throws IOException {
        for (JsonNode pod : pods()) {
            delete(CORE + "pods/", pod);
        }
        for (JsonNode migration : migrations()) {
            delete(MIGRATIONS + "/", migration);
        }
    }

    private void delete(String collection, JsonNode object) throws IOException {
        JsonNode metadata = object.path("metadata");
        api.delete(collection + metadata.path("name").asText(), metadata.path("uid").asText());
    }
}
