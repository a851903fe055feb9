package io.podferry.extender.protocol;

import java.util.List;

/**
 * The pods that would be removed from a node to make room.
 *
 * @param uids identities of the pods
 * @param pdbViolations how many disruption budgets that breaks; passed through
 */
public record Victims(List<String> uids, long pdbViolations) {
    public Victims {
        uids = List.copyOf(uids);
    }
}
