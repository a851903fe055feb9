/** The picture of nodes and pods that one tick works on. Immutable. */
@NullMarked
package io.podferry.policy.cluster;

import org.jspecify.annotations.NullMarked;
