package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What agents must know of a pod's specification.
 *
 * @param containers names of the containers, in the order of the specification
 * @param images the same with their images, "name=image"
 * @param emptyDirs names of the emptyDir volumes
 */
public record PodShape(List<String> containers, List<String> images, List<String> emptyDirs) {
    /** The shape of a pod object. */
    public static PodShape of(JsonNode pod) {
        List<String> containers = new ArrayList<>();
        List<String> images = new ArrayList<>();
        for (JsonNode container : pod.path("spec").path("containers")) {
            String name = container.path("name").asText();
            containers.add(name);
            images.add(name + "=" + container.path("image").asText());
        }
        List<String> emptyDirs = new ArrayList<>();
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (volume.has("emptyDir")) {
                emptyDirs.add(volume.path("name").asText());
            }
        }
        return new PodShape(List.copyOf(containers), List.copyOf(images), List.copyOf(emptyDirs));
    }
}
