package io.podferry.agent.runtime;

/**
 * A folder or file of the machine that a container sees. Shared: it is never captured by a
 * checkpoint, the target must have it.
 *
 * @param source absolute path on the node
 * @param target absolute path in the container
 * @param readOnly whether the container may not write
 */
public record BindMount(String source, String target, boolean readOnly) {}
