/** Measures an extender, ours or another, with the calls that kube-scheduler makes. */
@NullMarked
package io.podferry.extender.load;

import org.jspecify.annotations.NullMarked;
