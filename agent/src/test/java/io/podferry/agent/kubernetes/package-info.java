/** The agent on Kubernetes, with runc in the place of containerd and kubelet. */
@NullMarked
package io.podferry.agent.kubernetes;

import org.jspecify.annotations.NullMarked;
