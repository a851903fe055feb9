package io.podferry.policy.plan.published;

/**
 * A trigger's word that a node is in trouble.
 *
 * @param excess bytes that should leave the node; 0 or more
 * @param reason one sentence for people
 */
record Alarm(double excess, String reason) {}
