package io.podferry.agent.runtime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Port: which pods are on this node, whoever made them. Thread-safe. */
public interface PodInventory {
    /** All pods of this node, in the order of their UIDs. */
    List<PodStatus> list() throws IOException;

    Optional<PodStatus> find(String uid) throws IOException;

    /** Whether this incarnation has left the node for good. */
    boolean fenced(String uid);
}
