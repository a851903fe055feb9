/**
 * kube-scheduler's extender messages (k8s.io/kube-scheduler extender/v1), read tolerantly by
 * streaming and written exactly: keys are Go field names, read in any case; whole nodes are passed
 * through as the bytes that came.
 */
@NullMarked
package io.podferry.extender.protocol;

import org.jspecify.annotations.NullMarked;
