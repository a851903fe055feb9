package io.podferry.cli.engine;

import io.podferry.agent.runtime.PodSpec;
import io.podferry.cli.api.RestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A pod as asked for.
 *
 * @param uid of this incarnation
 * @param previousUid the incarnation it continues, null when it began from nothing
 * @param spec what it is
 * @param node where it is meant to be
 * @param restart what happens when it dies
 * @param restarts how often it began again from nothing
 * @param createdAtEpochMillis when this incarnation was asked for
 * @param workStartedAtEpochMillis when its work began; a clone keeps that of its source
 * @param replaces the dead incarnation whose place it takes, null for most
 * @param ended how it died, null while it has not
 * @param endedAtEpochMillis when it died, null while it has not
 */
record PodEntry(
        String uid,
        @Nullable String previousUid,
        PodSpec spec,
        String node,
        RestartPolicy restart,
        int restarts,
        long createdAtEpochMillis,
        long workStartedAtEpochMillis,
        @Nullable String replaces,
        @Nullable String ended,
        @Nullable Long endedAtEpochMillis) {

    String name() {
        return spec.name();
    }

    /** The entry of the clone that a migration is to make of it. */
    PodEntry clone(String cloneUid, PodSpec cloneSpec, String target, long now) {
        return new PodEntry(
                cloneUid,
                uid,
                cloneSpec,
                target,
                restart,
                restarts,
                now,
                workStartedAtEpochMillis,
                null,
                null,
                null);
    }

    /** The incarnation that begins again from nothing. */
    PodEntry again(String newUid, long now) {
        return new PodEntry(
                newUid, null, spec, node, restart, restarts + 1, now, now, uid, null, null);
    }

    PodEntry ended(String how, long at) {
        return new PodEntry(
                uid,
                previousUid,
                spec,
                node,
                restart,
                restarts,
                createdAtEpochMillis,
                workStartedAtEpochMillis,
                replaces,
                how,
                at);
    }
}
