package io.podferry.cli.controller;

import io.podferry.agent.migration.KubernetesClone;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.extender.kubernetes.ObjectCache;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.policy.migration.MigrationRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes down all an agent must know for its part of a migration. Thread-safe. */
final class KubernetesOrders implements Function<MigrationRecord, MigrationOrder> {
    private static final Duration TICKET_LIFE = Duration.ofHours(1);

    private final ObjectCache<NodeFacts> nodes;
    private final Footprints footprints;
    private final int transferPort;
    private final byte[] key;

    /**
     * @param transferPort of all agents
     * @param key the same for all replicas, so that one that takes over writes the same tickets
     */
    KubernetesOrders(
            ObjectCache<NodeFacts> nodes, Footprints footprints, int transferPort, byte[] key) {
        this.nodes = nodes;
        this.footprints = footprints;
        this.transferPort = transferPort;
        this.key = key.clone();
    }

    /** Whether a clone is held before its source is frozen: only what surely lasts short enough. */
    static boolean holdsFirst(MigrationRecord record) {
        return record.size().gibibytes() <= LARGEST_HELD;
    }

    /** A wrapper may hold for 100 s; the slowest moves on record take 2.6 s for a GiB. */
    private static final double LARGEST_HELD = 24;

    @Override
    public MigrationOrder apply(MigrationRecord record) {
        Footprint footprint = footprints.get(record);
        String address = address(record.target().value());
        List<ContainerSpec> containers =
                footprint.shape().containers().stream().map(KubernetesOrders::named).toList();
        return new MigrationOrder(
                record.id().value(),
                record.epoch(),
                record.podUid().value(),
                record.cloneUid().value(),
                record.cloneName(),
                record.source().value(),
                record.target().value(),
                address,
                transferPort,
                record.size().bytes(),
                record.createdAt().toEpochMilli(),
                secret(record.id().value()),
                record.createdAt().plus(TICKET_LIFE).toEpochMilli(),
                new PodSpec(record.podName(), record.podName(), Map.of(), containers),
                footprint
                        .cloneUid()
                        .map(uid ->
                                new KubernetesClone(
                                        uid, holdsFirst(record), footprint.shape().emptyDirs()))
                        .orElse(null));
    }

    private static ContainerSpec named(String name) {
        return new ContainerSpec(
                name, null, null, List.of(), Map.of(), null, null, List.of(), List.of());
    }

    private String address(String node) {
        for (NodeFacts each : nodes.all()) {
            if (each.name().equals(node)) {
                return each.address().orElse("");
            }
        }
        return "";
    }

    private String secret(String migration) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(migration.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
