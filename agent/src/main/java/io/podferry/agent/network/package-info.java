/**
 * The network of a local cluster: one bridge, a network namespace for every node's agent and for
 * every pod, IPv4 addresses out of the cluster's subnet. Made with {@code ip}; every call is
 * idempotent and can be taken back without a trace.
 */
@NullMarked
package io.podferry.agent.network;

import org.jspecify.annotations.NullMarked;
