/**
 * Control groups, version 1 and 2 behind one face: memory readings that are cheap enough for every
 * second, limits, freezer.
 */
@NullMarked
package io.podferry.agent.cgroup;

import org.jspecify.annotations.NullMarked;
