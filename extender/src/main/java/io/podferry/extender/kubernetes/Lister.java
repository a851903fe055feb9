package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.extender.objects.Fields;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Lists one kind, page by page, straight into a cache. Used by one thread. */
final class Lister<T> {
    private static final int PAGE = 2000;
    private static final int SHOWN = 300;
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final JsonFactory JSON = new JsonFactory();

    private final ApiTransport transport;
    private final Kind<T> kind;

    /** What a page says of itself. */
    private static final class Page {
        private String version = "";
        private String next = "";
    }

    Lister(ApiTransport transport, Kind<T> kind) {
        this.transport = transport;
        this.kind = kind;
    }

    /**
     * Lists everything.
     *
     * @return the resource version to watch from
     * @throws GoneException when the pages took longer than the server keeps versions
     */
    String list(ObjectCache<T> cache) throws IOException {
        Map<String, Boolean> listed = new HashMap<>();
        Page page = page("", cache, listed);
        while (!page.next.isEmpty()) {
            page = page(page.next, cache, listed);
        }
        cache.keepOnly(listed);
        return page.version;
    }

    private Page page(String next, ObjectCache<T> cache, Map<String, Boolean> listed)
            throws IOException {
        String query =
                next.isEmpty()
                        ? "?limit=" + PAGE
                        : "?limit="
                                + PAGE
                                + "&continue="
                                + URLEncoder.encode(next, StandardCharsets.UTF_8);
        try (ApiTransport.ApiResponse response = transport.get(kind.path() + query, SILENCE)) {
            check(response, kind.path());
            try (JsonParser parser = JSON.createParser(response.body())) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IOException(kind.path() + " is no list");
                }
                Page page = new Page();
                Fields.each(
                        parser,
                        field -> {
                            if (field.equals("metadata")) {
                                Fields.each(parser, inner -> metadata(parser, inner, page));
                            } else if (field.equals("items")) {
                                Fields.elements(parser, () -> item(parser, cache, listed));
                            }
                        });
                return page;
            }
        }
    }

    private static void metadata(JsonParser parser, String field, Page page) throws IOException {
        if (field.equals("resourceVersion")) {
            page.version = Fields.text(parser);
        } else if (field.equals("continue")) {
            page.next = Fields.text(parser);
        }
    }

    private void item(JsonParser parser, ObjectCache<T> cache, Map<String, Boolean> listed)
            throws IOException {
        T object = kind.decoder().read(parser);
        if (kind.kept().test(object)) {
            String key = kind.key().apply(object);
            listed.put(key, true);
            cache.put(key, object);
        }
    }

    static void check(ApiTransport.ApiResponse response, String what) throws IOException {
        if (response.status() == 410) {
            throw new GoneException(what + " has expired");
        }
        if (response.status() != 200) {
            String said = new String(response.body().readNBytes(SHOWN), StandardCharsets.UTF_8);
            throw new IOException(
                    "the API server answers %d to %s: %s"
                            .formatted(response.status(), what, said.strip()));
        }
    }
}
