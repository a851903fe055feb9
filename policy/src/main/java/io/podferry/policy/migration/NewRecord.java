package io.podferry.policy.migration;

import io.podferry.policy.cluster.PodUid;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes the first record of a migration; its identities follow from epoch, number and time. */
final class NewRecord {
    private NewRecord() {}

    static MigrationRecord of(MigrationRequest request, long epoch, long number, Instant now) {
        String id = "m%d-%d-%d".formatted(now.toEpochMilli(), epoch, number);
        return of(new MigrationId(id), new PodUid("clone-" + id), request, epoch, now, now);
    }

    static MigrationRecord of(
            MigrationId id,
            PodUid cloneUid,
            MigrationRequest request,
            long epoch,
            Instant createdAt,
            Instant now) {
        return new MigrationRecord(
                id,
                1,
                epoch,
                MigrationState.PLANNED,
                request.podUid(),
                cloneUid,
                request.podName(),
                request.cloneName(),
                request.source(),
                request.target(),
                request.size(),
                request.reason(),
                request.requestedBy(),
                createdAt,
                now,
                Optional.empty(),
                Optional.empty(),
                0,
                Map.of());
    }
}
