package io.podferry.extender.protocol;

import io.podferry.extender.objects.PodFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A preempt request.
 *
 * @param victims per node, in the request's order
 */
public record PreemptArgs(PodFacts pod, Map<String, Victims> victims) {
    public PreemptArgs {
        victims = Collections.unmodifiableMap(new LinkedHashMap<>(victims));
    }
}
