package io.podferry.extender.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON on its way out, as bytes; whoever writes sees to commas and brackets. Not thread-safe. */
final class JsonBytes {
    private byte[] bytes;
    private int size;

    JsonBytes(int expected) {
        this.bytes = new byte[expected];
    }

    /** Plain ASCII that needs no escapes. */
    JsonBytes raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) ascii.charAt(i);
        }
        size += length;
        return this;
    }

    JsonBytes raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return this;
    }

    JsonBytes raw(byte[] all) {
        return raw(all, 0, all.length);
    }

    JsonBytes raw(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** A text with quotes and escapes. */
    JsonBytes text(String text) {
        if (text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return escaped(text);
        }
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        return raw('"').raw(escaped, 0, escaped.length).raw('"');
    }

    /** Everything as escapes: half a surrogate pair cannot be written as UTF-8. */
    private JsonBytes escaped(String text) {
        raw('"');
        text.chars().forEach(c -> raw("\\u%04x".formatted(c)));
        return raw('"');
    }

    JsonBytes number(long number) {
        return number >= 0 && number < 10 ? raw((char) ('0' + number)) : raw(Long.toString(number));
    }

    /** The name at a place of a request, with quotes. */
    JsonBytes name(NodeNames names, int place) {
        if (!names.known(place)) {
            return text(names.get(place));
        }
        NameTable table = names.table();
        int number = names.number(place);
        return raw(table.quotedBytes(), table.start(number), table.length(number));
    }

    /** Exactly what was written. */
    byte[] toBytes() {
        return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
