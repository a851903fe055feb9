package io.podferry.simulations.events;

/**
 * Takes the events of one run in order of time. Callers call it from one thread at a time; it must
 * not block for long.
 */
@FunctionalInterface
public interface EventSink {
    void accept(DemoEvent event);

    /** A sink that hands every event first to this one, then to {@code other}. */
    default EventSink and(EventSink other) {
        return event -> {
            accept(event);
            other.accept(event);
        };
    }
}
