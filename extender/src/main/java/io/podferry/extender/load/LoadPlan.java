package io.podferry.extender.load;

import java.net.URI;

/**
 * What is asked of an extender, and how often.
 *
 * @param url of the extender, without verbs; http or https
 * @param filterVerb path of the filter call below it
 * @param prioritizeVerb path of the prioritize call below it
 * @param nodes how many nodes each request names
 * @param fullNodes whether whole node objects are sent, as with nodeCacheCapable: false
 * @param requests pairs of filter and prioritize that are measured, 1 or more
 * @param warmUp pairs before them that are not
 */
public record LoadPlan(
        URI url,
        String filterVerb,
        String prioritizeVerb,
        int nodes,
        boolean fullNodes,
        int requests,
        int warmUp) {
    public LoadPlan {
        if (nodes < 1 || requests < 1 || warmUp < 0) {
            throw new IllegalArgumentException(
                    "nodes (%d) and requests (%d) must be at least 1, warm-up (%d) at least 0"
                            .formatted(nodes, requests, warmUp));
        }
        String scheme = String.valueOf(url.getScheme());
        boolean known = scheme.equals("http") || scheme.equals("https");
        if (!known || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "not an extender's URL: '%s'. Maybe http://127.0.0.1:8888?".formatted(url));
        }
    }
}
