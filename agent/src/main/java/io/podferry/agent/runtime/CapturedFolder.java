package io.podferry.agent.runtime;

import java.nio.file.Path;

/**
 * A folder that belongs to the pod and moves with it: writable layer, scratch folder, log.
 *
 * @param name the same on source and target, made of the container's name and a fixed word: {@code
 *     main/upper}, {@code main/scratch-0}, {@code main/log}
 * @param path where it lies on this node
 */
public record CapturedFolder(String name, Path path) {}
