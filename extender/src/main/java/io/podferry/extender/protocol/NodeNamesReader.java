package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Collects node names and refuses a name that comes twice. Used for one request. */
final class NodeNamesReader {
    private final NameTable table;
    private final long[] seen;
    private final Set<String> seenStrangers = new HashSet<>();
    private final List<String> strangers = new ArrayList<>();
    private int[] numbers;
    private int size;
    private int previous = NameTable.STRANGER;

    NodeNamesReader(NameTable table) {
        this.table = table;
        this.seen = new long[(table.size() >>> 6) + 1];
        this.numbers = new int[Math.max(16, table.size())];
    }

    /** Reads the array that the parser stands at. */
    void readAll(JsonParser parser) throws IOException, BadRequest {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw noName("NodeNames", parser.currentToken());
            }
            take(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
    }

    /**
     * Reads an array of names as Go writes it, without blanks, straight from the body.
     *
     * @param from place behind the opening bracket
     * @return place behind the closing bracket; empty when the text must be read in the usual way,
     *     by another reader
     */
    OptionalInt readPlain(byte[] body, int from) throws BadRequest {
        int at = from;
        if (at < body.length && body[at] == ']') {
            return OptionalInt.of(at + 1);
        }
        while (true) {
            int number = table.expectedAt(previous, body, at);
            int end = number >= 0 ? at + table.length(number) : endOfName(body, at);
            if (end < 0 || end >= body.length) {
                return OptionalInt.empty();
            }
            if (number < 0) {
                number = table.findAfter(previous, body, at, end);
            }
            if (number < 0) {
                add(new String(body, at + 1, end - at - 2, StandardCharsets.US_ASCII));
            } else {
                add(number);
            }
            previous = number;
            if (body[end] == ']') {
                return OptionalInt.of(end + 1);
            }
            if (body[end] != ',') {
                return OptionalInt.empty();
            }
            at = end + 1;
        }
    }

    /** Place behind the closing quote of a text without escapes; below zero when it is none. */
    private static int endOfName(byte[] body, int start) {
        if (start >= body.length || body[start] != '"') {
            return -1;
        }
        for (int i = start + 1; i < body.length; i++) {
            if (body[i] == '"') {
                return i + 1;
            }
            if (body[i] < ' ' || body[i] == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** Takes a name that was read otherwise. */
    void take(String name) throws BadRequest {
        take(name.toCharArray(), 0, name.length());
    }

    NodeNames names() {
        return new NodeNames(table, numbers, size, strangers);
    }

    private void take(char[] text, int offset, int length) throws BadRequest {
        int number = table.findAfter(previous, text, offset, length);
        previous = number;
        if (number < 0) {
            add(new String(text, offset, length));
        } else {
            add(number);
        }
    }

    private void add(String name) throws BadRequest {
        stranger(name);
        room();
        numbers[size++] = -strangers.size();
    }

    private void add(int number) throws BadRequest {
        long bit = 1L << number;
        if ((seen[number >>> 6] & bit) != 0) {
            throw twice(table.name(number));
        }
        seen[number >>> 6] |= bit;
        room();
        numbers[size++] = number;
    }

    private void room() {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
    }

    private void stranger(String name) throws BadRequest {
        if (name.isBlank()) {
            throw new BadRequest(
                    "the request has a node without a name. Maybe a cache was read too early?");
        }
        if (!seenStrangers.add(name)) {
            throw twice(name);
        }
        strangers.add(name);
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
