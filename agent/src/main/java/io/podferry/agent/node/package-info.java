/**
 * The agent process: puts the node's cgroups, containers, checkpoints and transfers together,
 * samples them, and answers the engine.
 */
@NullMarked
package io.podferry.agent.node;

import org.jspecify.annotations.NullMarked;
