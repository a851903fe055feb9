package io.podferry.agent.runtime;

/**
 * One container of a pod.
 *
 * @param name in the pod
 * @param cgroup path of its cgroup below every hierarchy's root, for {@link
 *     io.podferry.agent.cgroup.CgroupTree}
 * @param state whether it lives
 */
public record ContainerStatus(String name, String cgroup, ContainerState state) {}
