/** The migration protocol: states, transitions, the coordinator that owns them, and its ports. */
@NullMarked
package io.podferry.policy.migration;

import org.jspecify.annotations.NullMarked;
