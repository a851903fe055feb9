package io.podferry.agent.transfer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a target waits for; all of it from the engine and the node itself, nothing from the source.
 *
 * @param ticket that must be shown
 * @param folder of this checkpoint, 0700; must not hold another one
 * @param containers whose images may come
 * @param captured where captured folders go, by name
 * @param expectedBytes memory of the pod, for the check of free space
 * @param quotaBytes most bytes that are accepted in all files together
 */
public record Expectation(
        Ticket ticket,
        Path folder,
        Set<String> containers,
        Map<String, Path> captured,
        long expectedBytes,
        long quotaBytes) {
    public Expectation {
        containers = Set.copyOf(containers);
        captured = Map.copyOf(captured);
    }
}
