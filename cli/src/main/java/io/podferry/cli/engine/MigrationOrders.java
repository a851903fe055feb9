package io.podferry.cli.engine;

import io.podferry.agent.migration.MigrationOrder;
import io.podferry.policy.migration.MigrationRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes the order that agents get for a migration. The clone's entry in the registry is written
 * before the first order leaves, so that what the clone is to be is known whatever dies next.
 * Thread-safe.
 */
final class MigrationOrders implements Function<MigrationRecord, MigrationOrder> {
    private static final Duration TICKET_LIFE = Duration.ofHours(1);

    private final Map<String, ClusterConfig.Node> nodes;
    private final PodRegistry registry;
    private final byte[] key;
    private final InstantSource clock;

    /**
     * @param key the cluster's secret; tickets are derived from it, so that an engine that takes
     *     over writes the same ones
     */
    MigrationOrders(ClusterConfig config, PodRegistry registry, byte[] key, InstantSource clock) {
        this.nodes =
                config.nodes().stream()
                        .collect(Collectors.toUnmodifiableMap(ClusterConfig.Node::name, n -> n));
        this.registry = registry;
        this.key = key.clone();
        this.clock = clock;
    }

    @Override
    public MigrationOrder apply(MigrationRecord record) {
        PodEntry clone = clone(record);
        ClusterConfig.Node target = nodes.get(record.target().value());
        if (target == null) {
            throw new IllegalStateException(
                    "migration %s goes to '%s', which is no node of this cluster"
                            .formatted(record.id(), record.target()));
        }
        return new MigrationOrder(
                record.id().value(),
                record.epoch(),
                record.podUid().value(),
                record.cloneUid().value(),
                record.cloneName(),
                record.source().value(),
                record.target().value(),
                target.address(),
                target.transferPort(),
                record.size().bytes(),
                clone.workStartedAtEpochMillis(),
                secret(record.id().value()),
                record.createdAt().plus(TICKET_LIFE).toEpochMilli(),
                clone.spec(),
                null);
    }

    private PodEntry clone(MigrationRecord record) {
        Optional<PodEntry> known = registry.find(record.cloneUid().value());
        if (known.isPresent()) {
            return known.get();
        }
        PodEntry source =
                registry.find(record.podUid().value())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "nothing is known about pod %s of migration %s"
                                                .formatted(record.podName(), record.id())));
        return registry.putIfAbsent(
                source.clone(
                        record.cloneUid().value(),
                        source.spec().named(record.cloneName()),
                        record.target().value(),
                        clock.millis()));
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
