package io.podferry.cli.api;

import org.jspecify.annotations.Nullable;

/**
 * A wish for a move.
 *
 * @param to target node, or null for the engine's placement
 * @param cloneName name of the clone, or null for the same name
 */
public record MoveRequest(@Nullable String to, @Nullable String cloneName) {}
