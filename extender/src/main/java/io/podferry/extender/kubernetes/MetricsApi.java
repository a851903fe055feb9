package io.podferry.extender.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.extender.objects.Fields;
import io.podferry.extender.objects.Quantity;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory from metrics.k8s.io: the working set, about every 15 s. The coarse fallback where no agent
 * reads cgroups; page cache that is in use counts as memory here. Polls in a thread of its own.
 */
public final class MetricsApi implements MemoryReadings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);
    private static final String BASE = "/apis/metrics.k8s.io/v1beta1/";
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    private final ApiTransport transport;
    private final Thread thread;
    private volatile Map<String, Reading> nodes = Map.of();
    private volatile Map<String, Reading> pods = Map.of();

    /** One item while it is read. */
    private static final class Item {
        private String namespace = "";
        private String name = "";
        private String time = "";
        private long bytes;
        private boolean measured;
    }

    /** Starts at once. */
    public MetricsApi(ApiTransport transport) {
        this.transport = transport;
        this.thread = Thread.ofVirtual().name("metrics-api").start(this::run);
    }

    @Override
    public Optional<Reading> node(String name) {
        return Optional.ofNullable(nodes.get("/" + name));
    }

    @Override
    public Optional<Reading> pod(String qualifiedName, String uid) {
        return Optional.ofNullable(pods.get(qualifiedName));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        boolean reported = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                nodes = read("nodes");
                pods = read("pods");
                reported = false;
            } catch (IOException | RuntimeException e) {
                if (!reported && !Thread.currentThread().isInterrupted()) {
                    reported = true;
                    LOG.warn("Memory is unknown, as metrics.k8s.io fails: {}", e.getMessage());
                }
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Map<String, Reading> read(String what) throws IOException {
        Map<String, Reading> read = new HashMap<>();
        try (ApiTransport.ApiResponse response = transport.get(BASE + what, PERIOD)) {
            Lister.check(response, BASE + what);
            try (JsonParser parser = JSON.createParser(response.body())) {
                parser.nextToken();
                Fields.each(
                        parser,
                        field -> {
                            if (field.equals("items")) {
                                Fields.elements(parser, () -> item(parser, read));
                            }
                        });
            }
        }
        return read;
    }

    private static void item(JsonParser parser, Map<String, Reading> read) throws IOException {
        Item item = new Item();
        Fields.each(
                parser,
                field -> {
                    switch (field) {
                        case "metadata" -> Fields.each(parser, key -> name(parser, key, item));
                        case "timestamp" -> item.time = Fields.text(parser);
                        case "usage" -> usage(parser, item);
                        case "containers" ->
                                Fields.elements(
                                        parser,
                                        () ->
                                                Fields.each(
                                                        parser,
                                                        key -> {
                                                            if (key.equals("usage")) {
                                                                usage(parser, item);
                                                            }
                                                        }));
                        default -> {}
                    }
                });
        try {
            if (item.measured) {
                read.put(
                        item.namespace + "/" + item.name,
                        new Reading(new DataSize(item.bytes), Instant.parse(item.time)));
            }
        } catch (DateTimeParseException e) {
            LOG.debug("A metric of {} has no time: '{}'", item.name, item.time);
        }
    }

    private static void name(JsonParser parser, String key, Item item) throws IOException {
        if (key.equals("name")) {
            item.name = Fields.text(parser);
        } else if (key.equals("namespace")) {
            item.namespace = Fields.text(parser);
        }
    }

    private static void usage(JsonParser parser, Item item) throws IOException {
        Fields.each(
                parser,
                key -> {
                    if (key.equals("memory") && parser.currentToken() == JsonToken.VALUE_STRING) {
                        Optional<DataSize> size = Quantity.parse(parser.getText());
                        item.measured |= size.isPresent();
                        item.bytes += size.map(DataSize::bytes).orElse(0L);
                    }
                });
    }
}
