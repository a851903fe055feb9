package io.podferry.extender.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The nodes of a request, in the form in which they came; the answer takes the same form. */
public sealed interface Candidates {
    /** Names of the nodes, in the request's order. */
    List<String> names();

    /** With {@code nodeCacheCapable: true}: names only. */
    record Names(List<String> names) implements Candidates {
        public Names {
            names = List.copyOf(names);
        }
    }

    /**
     * With {@code nodeCacheCapable: false}: whole node objects.
     *
     * @param names name of each item
     * @param items the objects, never looked into beyond their name
     */
    record Objects(List<String> names, List<JsonNode> items) implements Candidates {
        public Objects {
            names = List.copyOf(names);
            items = List.copyOf(items);
        }
    }
}
