package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.extender.objects.Fields;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Follows changes of one kind from a version on. Used by one thread. */
final class Watcher<T> {
    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final int GONE = 410;

    private final ApiTransport transport;
    private final Kind<T> kind;
    private final ObjectCache<T> cache;
    private final InstantSource clock;
    private final Duration silence;
    private String version;

    /** One event while it is read. */
    private final class Event {
        private String type = "";
        private @Nullable T object;
        private final Extras extras = new Extras();
    }

    /** What an event's object says besides the facts. */
    private static final class Extras {
        private String version = "";
        private int code;
        private String message = "";
    }

    /**
     * @param silence how long nothing may arrive; bookmarks come about once a minute
     */
    Watcher(
            ApiTransport transport,
            Kind<T> kind,
            ObjectCache<T> cache,
            InstantSource clock,
            Duration silence,
            String version) {
        this.transport = transport;
        this.kind = kind;
        this.cache = cache;
        this.clock = clock;
        this.silence = silence;
        this.version = version;
    }

    /**
     * Applies events until the server ends the watch, which it does now and then.
     *
     * @throws GoneException when the version is too old to go on from
     */
    void watch() throws IOException {
        String query =
                "?watch=true&allowWatchBookmarks=true&resourceVersion=%s&timeoutSeconds=%d"
                        .formatted(version, LENGTH.toSeconds());
        try (ApiTransport.ApiResponse response = transport.get(kind.path() + query, silence)) {
            Lister.check(response, "watch of " + kind.path());
            cache.heard(clock.instant());
            try (JsonParser parser = new JsonFactory().createParser(response.body())) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    apply(event(parser));
                }
            }
        }
    }

    /** The version after the last event. */
    String version() {
        return version;
    }

    private Event event(JsonParser parser) throws IOException {
        Event event = new Event();
        Fields.each(
                parser,
                field -> {
                    if (field.equals("type")) {
                        event.type = Fields.text(parser);
                    } else if (field.equals("object")) {
                        VersionedParser versioned = new VersionedParser(parser);
                        event.object = kind.decoder().read(versioned);
                        event.extras.version = versioned.resourceVersion();
                        event.extras.code = versioned.code();
                        event.extras.message = versioned.message();
                    }
                });
        return event;
    }

    private void apply(Event event) throws IOException {
        if (event.type.equals("ERROR")) {
            if (event.extras.code == GONE) {
                throw new GoneException("watch of " + kind.path() + ": " + event.extras.message);
            }
            throw new IOException(
                    "watch of %s: error %d %s"
                            .formatted(kind.path(), event.extras.code, event.extras.message));
        }
        T object = event.object;
        if (object != null && !event.type.equals("BOOKMARK")) {
            String key = kind.key().apply(object);
            if (event.type.equals("DELETED") || !kind.kept().test(object)) {
                cache.remove(key);
            } else {
                cache.put(key, object);
            }
        }
        if (!event.extras.version.isEmpty()) {
            version = event.extras.version;
        }
        cache.heard(clock.instant());
    }
}
