/**
 * kube-scheduler's extender messages (k8s.io/kube-scheduler extender/v1), read tolerantly and
 * written exactly: keys are Go field names, read in any case; nodes are passed through untouched.
 */
@NullMarked
package io.podferry.extender.protocol;

import org.jspecify.annotations.NullMarked;
