package io.podferry.policy.migration;

import java.util.Map;
import java.util.TreeMap;

/** Figures that follow from those the agents report. */
final class Figures {
    private Figures() {}

    /** Adds the downtime when both ends of it are known and no agent has measured it itself. */
    static Map<String, Long> complete(MigrationRecord record, Map<String, Long> news) {
        Map<String, Long> all = new TreeMap<>(record.facts());
        all.putAll(news);
        Long frozen = all.get(MigrationFacts.FROZEN_AT_EPOCH_MILLIS);
        Long released = all.get(MigrationFacts.RELEASED_AT_EPOCH_MILLIS);
        if (frozen != null && released != null) {
            all.putIfAbsent(MigrationFacts.DOWNTIME_MILLIS, Math.max(0, released - frozen));
        }
        return all;
    }
}
