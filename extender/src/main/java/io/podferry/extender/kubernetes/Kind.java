package io.podferry.extender.kubernetes;

import io.podferry.extender.objects.NodeDecoder;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.ObjectDecoder;
import io.podferry.extender.objects.PodDecoder;
import io.podferry.extender.objects.PodFacts;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of object that is followed.
 *
 * @param path of the whole collection
 * @param decoder reads one
 * @param key tells objects apart
 * @param kept whether an object is worth keeping
 */
public record Kind<T>(
        String path, ObjectDecoder<T> decoder, Function<T, String> key, Predicate<T> kept) {
    /** All nodes, by name. */
    public static final Kind<NodeFacts> NODES =
            new Kind<>(
                    "/api/v1/nodes",
                    new NodeDecoder(),
                    NodeFacts::name,
                    node -> !node.name().isBlank());

    /** All pods that have not ended, by UID. */
    public static final Kind<PodFacts> PODS =
            new Kind<>(
                    "/api/v1/pods",
                    new PodDecoder(),
                    pod -> pod.uid().orElse(""),
                    pod -> pod.uid().isPresent() && !pod.ended());
}
