package io.podferry.extender.leader;

import java.time.Duration;

/**
 * Who stands for election, and how patiently.
 *
 * @param namespace of the Lease
 * @param name of the Lease
 * @param identity of this replica; no two may share one
 * @param leaseDuration how long others wait after the last renewal that they saw
 * @param actingLimit how long after a renewal was sent its leader may act; the rest of the lease's
 *     duration is for effects under way
 * @param period between two attempts
 */
public record ElectionConfig(
        String namespace,
        String name,
        String identity,
        Duration leaseDuration,
        Duration actingLimit,
        Duration period) {
    /** The usual times: 15 s, 10 s and 2 s. */
    public static ElectionConfig usual(String namespace, String name, String identity) {
        return new ElectionConfig(
                namespace,
                name,
                identity,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    public ElectionConfig {
        if (identity.isBlank()) {
            throw new IllegalArgumentException(
                    "a replica needs an identity. Maybe the pod's name and UID?");
        }
        if (leaseDuration.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "a lease lasts whole seconds, 1 or more, not " + leaseDuration);
        }
        if (actingLimit.compareTo(leaseDuration) >= 0 || period.compareTo(actingLimit) >= 0) {
            throw new IllegalArgumentException(
                    "the period (%s) must be shorter than the acting limit (%s), and that shorter than the lease (%s)"
                            .formatted(period, actingLimit, leaseDuration));
        }
    }

    String collection() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }
}
