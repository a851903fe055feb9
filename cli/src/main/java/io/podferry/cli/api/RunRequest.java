package io.podferry.cli.api;

import io.podferry.agent.runtime.PodSpec;
import org.jspecify.annotations.Nullable;

/**
 * A wish for a pod.
 *
 * @param spec what it is; its name must be free
 * @param node where, or null for the engine's placement
 * @param restart what happens when it dies
 */
public record RunRequest(PodSpec spec, @Nullable String node, RestartPolicy restart) {}
