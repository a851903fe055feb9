/**
 * The Kubernetes API as far as the extender needs it: nodes and pods by list and watch, decoded by
 * streaming into compact records, and memory from metrics.k8s.io where no agent tells it. The
 * client library is used for configuration, authentication and transport only: its models refuse
 * fields that they do not know.
 */
@NullMarked
package io.podferry.extender.kubernetes;

import org.jspecify.annotations.NullMarked;
