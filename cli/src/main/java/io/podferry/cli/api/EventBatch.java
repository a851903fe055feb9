package io.podferry.cli.api;

import java.util.List;

/**
 * Events in their order.
 *
 * @param last number of the last event; ask for what comes after it
 * @param missed how many events were dropped before these because the reader was too slow
 * @param events the events
 */
public record EventBatch(long last, long missed, List<ClusterEvent> events) {}
