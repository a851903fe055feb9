package io.podferry.extender.advice;

import io.podferry.policy.units.DataSize;
import java.time.Instant;

/**
 * Memory of a node that is promised to a pod which has not arrived.
 *
 * @param holder the migration's id, or the pod's UID for a clone made by hand
 * @param pod "namespace/name" for people
 * @param expiresAt when the promise ends unless it is renewed
 */
public record Reservation(
        String holder, String pod, String node, DataSize size, Instant expiresAt) {}
