package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.extender.objects.Fields;
import io.podferry.extender.objects.PodFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads preempt requests, with whole victims or with their UIDs only. Thread-safe. */
public final class PreemptReader {
    private final Body bodies = new Body();

    /**
     * Reads a preempt request.
     *
     * @throws BadRequest when the body is not one with a pod and victims
     */
    public PreemptArgs read(byte[] body) throws BadRequest {
        return bodies.read(body, PreemptReader::request);
    }

    private static PreemptArgs request(JsonParser parser) throws IOException, BadRequest {
        PodFacts pod = null;
        Map<String, Victims> meta = null;
        Map<String, Victims> whole = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equalsIgnoreCase("Pod")) {
                pod = ArgsReader.pod(parser);
            } else if (field.equalsIgnoreCase("NodeNameToMetaVictims")) {
                meta = nodes(parser, "UID");
            } else if (field.equalsIgnoreCase("NodeNameToVictims")) {
                whole = nodes(parser, "metadata");
            } else {
                parser.skipChildren();
            }
        }
        if (pod == null) {
            throw ArgsReader.noPod();
        }
        Map<String, Victims> victims = meta == null || meta.isEmpty() ? whole : meta;
        if (victims == null) {
            victims = meta;
        }
        if (victims == null) {
            throw new BadRequest(
                    "the request has neither NodeNameToVictims nor NodeNameToMetaVictims. Maybe it"
                            + " is not an ExtenderPreemptionArgs?");
        }
        return new PreemptArgs(pod, victims);
    }

    /** Victims per node; null when the field is null. */
    private static @Nullable Map<String, Victims> nodes(JsonParser parser, String identity)
            throws IOException, BadRequest {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadRequest(
                    "the victims are no object by node but "
                            + NodeNamesReader.describe(parser.currentToken()));
        }
        Map<String, Victims> read = new LinkedHashMap<>();
        Fields.each(parser, node -> read.put(node, victims(parser, identity)));
        return read;
    }

    private static Victims victims(JsonParser parser, String identity) throws IOException {
        List<String> uids = new ArrayList<>();
        long[] violations = {0};
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("Pods")) {
                        Fields.elements(parser, () -> victim(parser, identity, uids));
                    } else if (field.equalsIgnoreCase("NumPDBViolations")
                            && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                        violations[0] = parser.getLongValue();
                    }
                });
        return new Victims(uids, violations[0]);
    }

    private static void victim(JsonParser parser, String identity, List<String> uids)
            throws IOException {
        Fields.each(
                parser,
                field -> {
                    if (!field.equalsIgnoreCase(identity)) {
                        return;
                    }
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        uids.add(parser.getText());
                    } else {
                        Fields.each(
                                parser,
                                inner -> {
                                    if (inner.equalsIgnoreCase("uid")) {
                                        Fields.someText(parser).ifPresent(uids::add);
                                    }
                                });
                    }
                });
    }
}
