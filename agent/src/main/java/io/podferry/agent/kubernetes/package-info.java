/**
 * The agent on a node of Kubernetes. Pods are made by kubelet and containerd, not by this agent: it
 * finds them in runc's own state, dumps them there, and brings them back through the runtime
 * wrapper, with which it speaks by files. It asks nothing of the API server: its orders come from
 * the controller.
 */
@NullMarked
package io.podferry.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
