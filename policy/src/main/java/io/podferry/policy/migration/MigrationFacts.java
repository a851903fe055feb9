package io.podferry.policy.migration;

/**
 * Keys of the figures that agents report about a migration; every value is a whole number in the
 * unit that the key names.
 */
public final class MigrationFacts {
    /** Bytes of memory images. */
    public static final String IMAGE_BYTES = "imageBytes";

    /** Bytes sent over the network. */
    public static final String WIRE_BYTES = "wireBytes";

    /** Bytes of memory that were shipped while the pod still ran. */
    public static final String AHEAD_BYTES = "aheadBytes";

    /** Time for shipping them, milliseconds. */
    public static final String AHEAD_MILLIS = "aheadMillis";

    /** Wall clock of the source when the pod was frozen, milliseconds since 1970. */
    public static final String FROZEN_AT_EPOCH_MILLIS = "frozenAtEpochMillis";

    /** Wall clock of the target when the clone was released, milliseconds since 1970. */
    public static final String RELEASED_AT_EPOCH_MILLIS = "releasedAtEpochMillis";

    /** Time from freeze to release, milliseconds. */
    public static final String DOWNTIME_MILLIS = "downtimeMillis";

    /** Time from freeze to the end of the dump, milliseconds. */
    public static final String DUMP_MILLIS = "dumpMillis";

    /** Time from the end of the dump until everything was shipped and verified, milliseconds. */
    public static final String SHIP_TAIL_MILLIS = "shipTailMillis";

    /** Time for rebuilding the clone, milliseconds. */
    public static final String RESTORE_MILLIS = "restoreMillis";

    private MigrationFacts() {}
}
