package io.podferry.simulations.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Readers for the JSON dialects, token by token: no file is held as a whole. */
final class JsonDialects {
    private static final List<String> POD_LABELS =
            List.of("pod", "pod_name", "container", "name", "instance");
    private static final List<String> CLASS_LABELS =
            List.of("workload", "owner", "app", "container", "job");

    private final Path file;
    private final TraceSink sink;

    JsonDialects(Path file, TraceSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** The work of one dialect with an open parser. */
    private interface Work {
        void read(JsonParser json) throws IOException;
    }

    void series(InputStream in) throws IOException {
        parse(in, this::readSeries);
    }

    void prometheus(InputStream in) throws IOException {
        parse(in, this::readPrometheus);
    }

    void google(InputStream in, double unit) throws IOException {
        parse(in, json -> readGoogle(json, unit));
    }

    private void parse(InputStream in, Work work) throws IOException {
        JsonFactory factory =
                JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();
        try (JsonParser json = factory.createParser(in)) {
            work.read(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new TraceFormatException(
                    file,
                    at == null ? 0 : at.getLineNr(),
                    at == null ? 0 : at.getColumnNr(),
                    e.getOriginalMessage() + ". Maybe the file is truncated or not JSON?");
        }
    }

    private void readSeries(JsonParser json) throws IOException {
        expect(json, json.nextToken(), JsonToken.START_ARRAY, "a list of pods");
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Place place = place(json);
            @Nullable String name = null;
            List<Double> memory = new ArrayList<>();
            List<Double> time = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "Name" -> name = json.getValueAsString();
                    case "Memory" -> numbers(json, memory);
                    case "Time" -> numbers(json, time);
                    default -> json.skipChildren();
                }
            }
            emitSeries(place, name, memory, time);
        }
        expect(json, json.currentToken(), JsonToken.END_ARRAY, "the end of the list");
    }

    private void emitSeries(
            Place place, @Nullable String name, List<Double> memory, List<Double> time) {
        if (name == null || name.isEmpty()) {
            throw place.error("a pod without 'Name'");
        }
        if (memory.size() != time.size()) {
            throw place.error(
                    "pod '%s' has %d values but %d times"
                            .formatted(name, memory.size(), time.size()));
        }
        String workloadClass = WorkloadClasses.of(name);
        for (int i = 0; i < memory.size(); i++) {
            if (!Double.isNaN(memory.get(i))) {
                sink.sample(place, name, workloadClass, Math.round(time.get(i)), memory.get(i));
            }
        }
    }

    /** A list of numbers; null becomes NaN. */
    private void numbers(JsonParser json, List<Double> into) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY, "a list of numbers");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            into.add(json.currentToken() == JsonToken.VALUE_NULL ? Double.NaN : number(json));
        }
    }

    private double number(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            try {
                return Double.parseDouble(json.getText());
            } catch (NumberFormatException e) {
                throw place(json).error("not a number: '" + json.getText() + "'");
            }
        }
        if (token == null || !token.isNumeric()) {
            throw place(json).error("not a number: " + json.getText());
        }
        return json.getDoubleValue();
    }

    private void readPrometheus(JsonParser json) throws IOException {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object");
        boolean found = false;
        while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.FIELD_NAME) {
                switch (json.currentName()) {
                    case "status" -> {
                        json.nextToken();
                        if (!"success".equals(json.getText())) {
                            throw place(json)
                                    .error(
                                            "the query answered '%s', not 'success'"
                                                    .formatted(json.getText()));
                        }
                    }
                    case "resultType" -> {
                        json.nextToken();
                        if (!"matrix".equals(json.getText())) {
                            throw place(json)
                                    .error(
                                            "a result of type '%s'. Maybe ask with query_range instead of query?"
                                                    .formatted(json.getText()));
                        }
                    }
                    case "result" -> {
                        found = true;
                        json.nextToken();
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            readMatrixRow(json);
                        }
                    }
                    default -> {}
                }
            }
        }
        if (!found) {
            throw new TraceFormatException(file, 0, 0, "no 'result' in the answer of the query");
        }
    }

    private void readMatrixRow(JsonParser json) throws IOException {
        Place place = place(json);
        Map<String, String> labels = new HashMap<>();
        List<double[]> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("metric")) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String label = json.currentName();
                    json.nextToken();
                    labels.put(label, json.getText());
                }
            } else if (field.equals("values")) {
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    json.nextToken();
                    double time = number(json);
                    json.nextToken();
                    values.add(new double[] {time, number(json)});
                    json.nextToken();
                }
            } else {
                json.skipChildren();
            }
        }
        String pod = first(labels, POD_LABELS);
        if (pod.isEmpty()) {
            throw place.error(
                    "a series without any of the labels %s. Maybe keep 'pod' in the query?"
                            .formatted(POD_LABELS));
        }
        String owner = first(labels, CLASS_LABELS);
        String container = labels.getOrDefault("container", "");
        String name = container.isEmpty() || container.equals(pod) ? pod : pod + "/" + container;
        String workloadClass = owner.isEmpty() ? WorkloadClasses.of(pod) : owner;
        for (double[] value : values) {
            sink.sample(place, name, workloadClass, Math.round(value[0] * 1000), value[1]);
        }
    }

    private static String first(Map<String, String> labels, List<String> names) {
        return names.stream()
                .map(name -> labels.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void readGoogle(JsonParser json, double unit) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Place place = place(json);
            double start = Double.NaN;
            double memory = Double.NaN;
            String collection = "";
            String instance = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "start_time" -> start = number(json);
                    case "collection_id" -> collection = json.getText();
                    case "instance_index" -> instance = json.getText();
                    case "average_usage" -> memory = memoryOf(json);
                    default -> json.skipChildren();
                }
            }
            if (collection.isEmpty() || Double.isNaN(start) || Double.isNaN(memory)) {
                throw place.error(
                        "a row without start_time, collection_id or average_usage.memory");
            }
            sink.sample(
                    place,
                    collection + "-" + instance,
                    collection,
                    Math.round(start / 1000),
                    memory * unit);
        }
    }

    private double memoryOf(JsonParser json) throws IOException {
        double memory = Double.NaN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("memory")) {
                memory = number(json);
            } else {
                json.skipChildren();
            }
        }
        return memory;
    }

    private Place place(JsonParser json) {
        JsonLocation at = json.currentTokenLocation();
        return new Place(file, at.getLineNr(), at.getColumnNr());
    }

    private void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) {
            throw place(json).error("expected %s, found %s".formatted(what, found));
        }
    }
}
