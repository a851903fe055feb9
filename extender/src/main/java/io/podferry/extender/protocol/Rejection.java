package io.podferry.extender.protocol;

/**
 * Why a node may not take a pod.
 *
 * @param reason shown to the user in the pod's event
 * @param preemptionMayHelp whether removing other pods from the node could change the answer
 */
public record Rejection(String reason, boolean preemptionMayHelp) {}
