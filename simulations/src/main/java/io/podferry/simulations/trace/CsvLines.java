package io.podferry.simulations.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text file as lines of separated fields, one line at a time: its size does not matter. Fields
 * may be quoted. Not thread-safe.
 */
final class CsvLines implements AutoCloseable {
    private final Path file;
    private final char separator;
    private final BufferedReader reader;
    private final List<String> fields = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private long line;

    CsvLines(Path file, InputStream in, char separator) {
        this.file = file;
        this.separator = separator;
        this.reader =
                new BufferedReader(
                        new InputStreamReader(
                                in,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)),
                        1 << 16);
    }

    /** Moves to the next line that is not blank; false at the end. */
    boolean next() throws IOException {
        @Nullable String text;
        do {
            text = read();
            line++;
        } while (text != null && text.isBlank());
        if (text == null) {
            return false;
        }
        if (line == 1 && !text.isEmpty() && text.charAt(0) == '\uFEFF') {
            text = text.substring(1);
        }
        split(text);
        return true;
    }

    private @Nullable String read() throws IOException {
        try {
            String text = reader.readLine();
            if (text != null && text.indexOf('\0') >= 0) {
                throw new TraceFormatException(
                        file, line + 1, text.indexOf('\0') + 1, "is binary, not text");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new TraceFormatException(
                    file, line + 1, 0, "is not UTF-8 text. Maybe it is binary or compressed?");
        }
    }

    private void split(String text) {
        fields.clear();
        columns.clear();
        int at = 0;
        do {
            columns.add(at + 1);
            if (at < text.length() && text.charAt(at) == '"') {
                int end = text.indexOf('"', at + 1);
                if (end < 0) {
                    throw new TraceFormatException(
                            file,
                            line,
                            at + 1,
                            "a quoted field does not end. Maybe the file is truncated?");
                }
                fields.add(text.substring(at + 1, end));
                at = text.indexOf(separator, end);
                at = at < 0 ? text.length() + 1 : at + 1;
            } else {
                int end = text.indexOf(separator, at);
                end = end < 0 ? text.length() : end;
                fields.add(text.substring(at, end).strip());
                at = end + 1;
            }
        } while (at <= text.length());
    }

    int count() {
        return fields.size();
    }

    String field(int index) {
        if (index >= fields.size()) {
            throw place(fields.size() - 1)
                    .error(
                            "only %d fields where %d are needed. Maybe the file is truncated?"
                                    .formatted(fields.size(), index + 1));
        }
        return fields.get(index);
    }

    List<String> fields() {
        return List.copyOf(fields);
    }

    Place place(int index) {
        return new Place(file, line, index < columns.size() ? columns.get(index) : 0);
    }

    /** A number without a unit. */
    double number(int index) {
        String text = field(index);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw place(index)
                    .error(
                            "not a number: '%s'. Maybe a unit was written, or the dialect is another one?"
                                    .formatted(
                                            text.length() > 40
                                                    ? text.substring(0, 40) + "..."
                                                    : text));
        }
    }

    /** Index of a column of the header, or of none. */
    java.util.OptionalInt column(String name) {
        int index = fields.indexOf(name);
        return index < 0 ? java.util.OptionalInt.empty() : java.util.OptionalInt.of(index);
    }

    /** Index of a column that must be there. */
    int require(String name) {
        return column(name)
                .orElseThrow(() ->
                        place(0).error(
                                        "no column '%s' in the header %s. Maybe the dialect is another one?"
                                                .formatted(name, fields)));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
