package io.podferry.cli.demo;

import java.util.OptionalLong;

/** A counter's answer on the wire. */
final class HttpAnswer {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private HttpAnswer() {}

    /** The number in a complete answer; empty when it was cut off or is something else. */
    static OptionalLong number(String text) {
        int head = text.indexOf(END_OF_HEAD);
        if (head < 0 || !text.startsWith("HTTP/1.1 200 ") || !text.endsWith("\n")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong(text.substring(head + END_OF_HEAD.length()).strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
