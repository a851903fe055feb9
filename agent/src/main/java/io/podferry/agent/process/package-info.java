/**
 * Processes of this machine: short commands, identities that survive the reuse of process ids,
 * sessions, kills.
 */
@NullMarked
package io.podferry.agent.process;

import org.jspecify.annotations.NullMarked;
