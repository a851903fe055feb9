package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.extender.objects.Fields;
import io.podferry.extender.objects.PodDecoder;
import io.podferry.extender.objects.PodFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads filter and prioritize requests by streaming. Thread-safe. */
public final class ArgsReader {
    private static final PodDecoder PODS = new PodDecoder();

    private final Body bodies = new Body();

    /**
     * Reads a filter or prioritize request.
     *
     * @param known names that are likely to come
     * @throws BadRequest when the body is not a request with a pod and nodes in exactly one form
     */
    public ExtenderArgs read(byte[] body, NameTable known) throws BadRequest {
        return bodies.read(body, parser -> new Request(body, known).read(parser));
    }

    /** The pod that the parser stands at; it must be one that can be told from others. */
    static PodFacts pod(JsonParser parser) throws IOException, BadRequest {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw noPod();
        }
        PodFacts pod = PODS.read(parser);
        if (pod.name().isBlank() && pod.uid().isEmpty()) {
            throw new BadRequest(
                    "the Pod has no metadata with a name or UID. Maybe its metadata was cut off?");
        }
        return pod;
    }

    static BadRequest noPod() {
        return new BadRequest("the request has no Pod. Maybe it is not an ExtenderArgs?");
    }

    /** One request while it is read. */
    private static final class Request {
        private final byte[] body;
        private final NameTable known;
        private @Nullable PodFacts pod;
        private @Nullable Candidates names;
        private @Nullable Candidates nodes;

        private Request(byte[] body, NameTable known) {
            this.body = body;
            this.known = known;
        }

        private ExtenderArgs read(JsonParser parser) throws IOException, BadRequest {
            while (!parser.isClosed() && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equalsIgnoreCase("Pod")) {
                    pod = pod(parser);
                } else if (field.equalsIgnoreCase("NodeNames") && value != JsonToken.VALUE_NULL) {
                    names = names(parser);
                } else if (field.equalsIgnoreCase("Nodes") && value != JsonToken.VALUE_NULL) {
                    nodes = nodes(parser);
                } else {
                    parser.skipChildren();
                }
            }
            PodFacts facts = pod;
            if (facts == null) {
                throw noPod();
            }
            return new ExtenderArgs(facts, candidates());
        }

        private Candidates candidates() throws BadRequest {
            Candidates byName = names;
            Candidates whole = nodes;
            if (byName != null && whole != null) {
                throw new BadRequest(
                        "the request has both NodeNames and Nodes. Maybe send names only, with"
                                + " nodeCacheCapable: true?");
            }
            if (byName != null) {
                return byName;
            }
            if (whole != null) {
                return whole;
            }
            throw new BadRequest(
                    "the request has neither NodeNames nor Nodes. Maybe no node was left before"
                            + " this extender was asked?");
        }

        private Candidates names(JsonParser parser) throws IOException, BadRequest {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new BadRequest(
                        "NodeNames is no list but "
                                + NodeNamesReader.describe(parser.currentToken()));
            }
            NodeNamesReader plain = new NodeNamesReader(known);
            int from = (int) parser.currentLocation().getByteOffset();
            OptionalInt end =
                    from > 0 && body[from - 1] == '['
                            ? plain.readPlain(body, from)
                            : OptionalInt.empty();
            if (end.isPresent() && closes(body, end.getAsInt())) {
                // Everything is read.
                parser.close();
                return new Candidates.Names(plain.names());
            }
            NodeNamesReader reader = new NodeNamesReader(known);
            reader.readAll(parser);
            return new Candidates.Names(reader.names());
        }

        /** Whether the request's object ends here, and the body with it. */
        private static boolean closes(byte[] body, int from) {
            int last = body.length - 1;
            while (last > from && (body[last] == '\n' || body[last] == ' ')) {
                last--;
            }
            return last == from && body[from] == '}';
        }

        private Candidates nodes(JsonParser parser) throws IOException, BadRequest {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadRequest(
                        "Nodes is no NodeList but "
                                + NodeNamesReader.describe(parser.currentToken()));
            }
            NodeNames none = NodeNames.of(NameTable.EMPTY, List.of());
            Candidates.Objects items = new Candidates.Objects(none, body, new long[0]);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equalsIgnoreCase("items") && value == JsonToken.START_ARRAY) {
                    items = items(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return items;
        }

        private Candidates.Objects items(JsonParser parser) throws IOException, BadRequest {
            NodeNamesReader reader = new NodeNamesReader(known);
            List<Long> ends = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long start = parser.currentTokenLocation().getByteOffset();
                reader.take(nodeName(parser));
                ends.add(start << 32 | parser.currentLocation().getByteOffset());
            }
            long[] places = ends.stream().mapToLong(Long::longValue).toArray();
            return new Candidates.Objects(reader.names(), body, places);
        }

        private static String nodeName(JsonParser parser) throws IOException, BadRequest {
            String[] name = {""};
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw NodeNamesReader.noName("Nodes.items", parser.currentToken());
            }
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("metadata")) {
                            Fields.each(
                                    parser,
                                    inner -> {
                                        if (inner.equalsIgnoreCase("name")) {
                                            name[0] = Fields.text(parser);
                                        }
                                    });
                        }
                    });
            if (name[0].isBlank()) {
                throw new BadRequest(
                        "Nodes.items.metadata.name holds nothing where a node's name should be");
            }
            return name[0];
        }
    }
}
