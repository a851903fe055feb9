/**
 * Checkpoint and restore of one container through runc and CRIU with the two votes of
 * docs/designs/0001: a dump that stands still until it is told to die or to run on, and a restore
 * that executes nothing until it is let go. The processes outlive the agent; what they wait for are
 * files in the attempt's folder.
 */
@NullMarked
package io.podferry.agent.checkpoint;

import org.jspecify.annotations.NullMarked;
