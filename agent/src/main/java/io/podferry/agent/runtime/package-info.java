/**
 * Pods of one node: real containers made with runc, each with a memory cgroup, a network namespace
 * and a writable layer of its own. Everything known about a pod is on disk and in the kernel, so a
 * restarted agent finds it again.
 */
@NullMarked
package io.podferry.agent.runtime;

import org.jspecify.annotations.NullMarked;
