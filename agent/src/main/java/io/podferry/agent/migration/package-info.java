/**
 * The node's half of the migration protocol: the steps of the source and of the target, each
 * idempotent and restartable.
 */
@NullMarked
package io.podferry.agent.migration;

import org.jspecify.annotations.NullMarked;
