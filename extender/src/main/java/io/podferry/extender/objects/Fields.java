package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** Walks through JSON by streaming. Whatever a reader does not consume is skipped. */
public final class Fields {
    private Fields() {}

    /** Looks at one field of an object. */
    @FunctionalInterface
    public interface FieldReader {
        /** The parser stands at the field's value. */
        void read(String name) throws IOException;
    }

    /** Looks at one element of an array. */
    @FunctionalInterface
    public interface ElementReader {
        /** The parser stands at the element. */
        void read() throws IOException;
    }

    /** Calls the reader for every field, if the parser stands at an object. */
    public static void each(JsonParser parser, FieldReader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            reader.read(name);
            parser.skipChildren();
        }
    }

    /** Calls the reader for every element, if the parser stands at an array. */
    public static void elements(JsonParser parser, ElementReader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            reader.read();
            parser.skipChildren();
        }
    }

    /** The text that the parser stands at; empty when it is something else. */
    public static String text(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    }

    /** The text that the parser stands at; absent when blank or something else. */
    public static Optional<String> someText(JsonParser parser) throws IOException {
        String text = text(parser);
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    /** A quantity, written as a text or as a number. */
    static String quantity(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            case null, default -> "";
        };
    }
}
