package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a list of node names and refuses a name that comes twice. Used for one request. */
final class NodeNamesReader {
    private final NameTable known;
    private final BitSet seen;
    private final Set<String> strangers = new HashSet<>();

    NodeNamesReader(NameTable known) {
        this.known = known;
        this.seen = new BitSet(known.size());
    }

    /** Reads the array that the parser stands at. */
    List<String> read(JsonParser parser) throws IOException, BadRequest {
        List<String> names = new ArrayList<>(Math.max(16, known.size()));
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw noName("NodeNames", parser.currentToken());
            }
            names.add(name(parser));
        }
        return names;
    }

    /** Takes the name that the parser stands at. */
    private String name(JsonParser parser) throws IOException, BadRequest {
        char[] text = parser.getTextCharacters();
        NameTable.Known found = known.find(text, parser.getTextOffset(), parser.getTextLength());
        if (found == null) {
            return stranger(parser.getText());
        }
        if (seen.get(found.index())) {
            throw twice(found.text());
        }
        seen.set(found.index());
        return found.text();
    }

    /** Takes a name that was read otherwise. */
    String take(String name) throws BadRequest {
        NameTable.Known found = known.find(name.toCharArray(), 0, name.length());
        if (found == null) {
            return stranger(name);
        }
        if (seen.get(found.index())) {
            throw twice(name);
        }
        seen.set(found.index());
        return found.text();
    }

    private String stranger(String name) throws BadRequest {
        if (name.isBlank()) {
            throw new BadRequest(
                    "the request has a node without a name. Maybe a cache was read too early?");
        }
        if (!strangers.add(name)) {
            throw twice(name);
        }
        return name;
    }

    static BadRequest noName(String where, JsonToken token) {
        return new BadRequest(
                "%s holds %s where a node's name should be".formatted(where, describe(token)));
    }

    /** What a token is, in words. */
    static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            case FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
        };
    }

    private static BadRequest twice(String name) {
        return new BadRequest(
                "the request names node '%s' twice. Maybe two node caches were joined?"
                        .formatted(name));
    }
}
