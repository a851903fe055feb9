/** The endpoint that kube-scheduler calls, with its probes and metrics. */
@NullMarked
package io.podferry.extender.http;

import org.jspecify.annotations.NullMarked;
