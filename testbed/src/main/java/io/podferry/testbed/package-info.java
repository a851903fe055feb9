/**
 * A real Kubernetes for tests: the JUnit side of {@code testbed/cluster}, which a person can use as
 * well to look around.
 */
@NullMarked
package io.podferry.testbed;

import org.jspecify.annotations.NullMarked;
