package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of what happened, as Events of objects. Nothing depends on them. Thread-safe. */
public final class ObjectEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectEvents.class);
    private static final int LONGEST = 1000;

    private final ApiObjects api;
    private final InstantSource clock;
    private final AtomicLong number = new AtomicLong();

    public ObjectEvents(ApiObjects api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * The object that an event is about.
     *
     * @param uid empty when it is not known
     */
    public record About(
            String apiVersion, String kind, String namespace, String name, String uid) {}

    /** Writes an event in a thread of its own; a failure is only logged. */
    public void tell(About about, boolean warning, String reason, String message) {
        Thread.ofVirtual()
                .name("event")
                .start(() -> {
                    try {
                        api.create(
                                "/api/v1/namespaces/" + about.namespace() + "/events",
                                event(about, warning, reason, message));
                    } catch (IOException e) {
                        LOG.warn("no event {} on {}: {}", reason, about.name(), e.getMessage());
                    }
                });
    }

    private ObjectNode event(About about, boolean warning, String reason, String message) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode event = ApiObjects.object().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata")
                .put(
                        "name",
                        "%s.%s%x"
                                .formatted(
                                        about.name(),
                                        Long.toHexString(clock.millis()),
                                        number.incrementAndGet()))
                .put("namespace", about.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", about.apiVersion())
                .put("kind", about.kind())
                .put("namespace", about.namespace())
                .put("name", about.name())
                .put("uid", about.uid());
        event.put("type", warning ? "Warning" : "Normal")
                .put("reason", reason)
                .put("message", message.substring(0, Math.min(LONGEST, message.length())))
                .put("firstTimestamp", now.toString())
                .put("lastTimestamp", now.toString())
                .put("count", 1);
        event.putObject("source").put("component", "podferry");
        return event;
    }
}
