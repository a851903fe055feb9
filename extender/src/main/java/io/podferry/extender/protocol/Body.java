package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.regex.Pattern;

/** Opens the body of a request and turns every fault of it into a sentence. Thread-safe. */
final class Body {
    private static final int DEEPEST = 128;
    private static final int LONGEST_TEXT = 4 << 20;

    /** How the parser names another place: with a remark about its own settings. */
    private static final Pattern PLACE = Pattern.compile("\\[Source: [^;]*; ([^]]*)]");

    private final JsonFactory factory =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxStringLength(LONGEST_TEXT)
                                    .build())
                    .build();

    /** Reads the fields of the body's object. */
    @FunctionalInterface
    interface RootReader<T> {
        /**
         * The parser stands at the start of the object and must be left at its end, or closed when
         * the whole body was read otherwise.
         */
        T read(JsonParser parser) throws IOException, BadRequest;
    }

    /**
     * Reads a body that must be one JSON object and nothing more.
     *
     * @throws BadRequest when it is not
     */
    <T> T read(byte[] body, RootReader<T> reader) throws BadRequest {
        if (body.length == 0) {
            throw new BadRequest("the body is empty. Maybe POST an ExtenderArgs as JSON?");
        }
        if (body[0] == 0 || (body.length > 1 && body[1] == 0) || body[0] == -1 || body[0] == -2) {
            throw new BadRequest("the body is not UTF-8. Maybe it is UTF-16, or not text at all?");
        }
        try (JsonParser parser = factory.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new BadRequest(
                        "the body is no JSON object but %s. Maybe the verb is wired to another service?"
                                .formatted(
                                        first == null ? "empty" : NodeNamesReader.describe(first)));
            }
            T read = reader.read(parser);
            if (!parser.isClosed() && parser.nextToken() != null) {
                throw new BadRequest("after the JSON object the body goes on. Maybe two requests?");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new BadRequest(
                    "the body is not JSON: %s at line %d, column %d"
                            .formatted(
                                    firstLine(e.getOriginalMessage()),
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new BadRequest(
                    "the body is not readable text: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static String firstLine(String message) {
        return PLACE.matcher(message.lines().findFirst().orElse("unknown")).replaceAll("$1");
    }
}
