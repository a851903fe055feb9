package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What in a pod's object keeps it from being moved, each with a remedy. */
public final class SpecObstacles {
    /** Volumes whose contents are the same wherever the pod is, or move with it. */
    private static final Set<String> VOLUMES =
            Set.of("emptyDir", "configMap", "secret", "projected", "downwardAPI");

    private SpecObstacles() {}

    /** All reasons why not; empty when the pod can be moved as far as its object tells. */
    public static List<String> of(JsonNode pod) {
        List<String> found = new ArrayList<>();
        JsonNode spec = pod.path("spec");
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                owned(owner, spec, found);
            }
        }
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (spec.path(shared).asBoolean()) {
                found.add(
                        "it uses the node's own namespaces (%s). Run it without that."
                                .formatted(shared));
            }
        }
        if (spec.path("shareProcessNamespace").asBoolean()) {
            found.add(
                    "its containers share a process namespace with the sandbox, which stays. Run it"
                            + " without shareProcessNamespace.");
        }
        for (JsonNode volume : spec.path("volumes")) {
            volume(volume, found);
        }
        for (JsonNode container : spec.path("initContainers")) {
            if (container.path("restartPolicy").asText().equals("Always")) {
                found.add(
                        "container '%s' is a sidecar, which is not moved yet. Make it an ordinary container."
                                .formatted(container.path("name").asText()));
            }
        }
        if (spec.path("ephemeralContainers").size() > 0) {
            found.add("it has ephemeral containers (kubectl debug). Wait for their end.");
        }
        for (JsonNode container : spec.path("containers")) {
            container(container, found);
        }
        return found;
    }

    private static void owned(JsonNode owner, JsonNode spec, List<String> found) {
        String kind = owner.path("kind").asText();
        String name = owner.path("name").asText();
        if (!OwnedPods.known(kind)) {
            found.add(
                    "it belongs to %s '%s', whose pods cannot be moved yet. Those of ReplicaSets and Jobs can, and pods without a controller."
                            .formatted(kind, name));
        } else if (spec.path("initContainers").size() > 0) {
            found.add(
                    "its %s '%s' would run the init containers of the clone once more. Do their work in the program."
                            .formatted(kind, name));
        }
    }

    private static void volume(JsonNode volume, List<String> found) {
        String name = volume.path("name").asText();
        volume.fieldNames()
                .forEachRemaining(kind -> {
                    if (!kind.equals("name") && !VOLUMES.contains(kind)) {
                        found.add(
                                "volume '%s' is a %s, which is not moved yet. Use an emptyDir, which moves along, or none."
                                        .formatted(name, kind));
                    }
                });
    }

    private static void container(JsonNode container, List<String> found) {
        String name = container.path("name").asText();
        JsonNode security = container.path("securityContext");
        if (security.path("privileged").asBoolean()) {
            found.add(
                    "container '%s' is privileged and may hold devices of the node. Run it unprivileged."
                            .formatted(name));
        }
        if (!container.path("lifecycle").path("preStop").isMissingNode()) {
            found.add(
                    "container '%s' has a preStop hook, which cannot run while the pod stands frozen. Take it out."
                            .formatted(name));
        }
        for (JsonNode mount : container.path("volumeMounts")) {
            if (mount.has("subPath") || mount.has("subPathExpr")) {
                found.add(
                        "container '%s' mounts a part of a volume (subPath) at '%s'. Mount the whole volume."
                                .formatted(name, mount.path("mountPath").asText()));
            }
            if (mount.path("mountPropagation").asText("None").equals("Bidirectional")) {
                found.add(
                        "container '%s' passes mounts on to the node at '%s'. Use no mount propagation."
                                .formatted(name, mount.path("mountPath").asText()));
            }
        }
        for (JsonNode resource : List.of(container.path("resources").path("limits"))) {
            resource.fieldNames()
                    .forEachRemaining(kind -> {
                        if (kind.contains("/") || kind.startsWith("hugepages-")) {
                            found.add(
                                    "container '%s' has '%s', which cannot be saved. Run it without."
                                            .formatted(name, kind));
                        }
                    });
        }
    }
}
