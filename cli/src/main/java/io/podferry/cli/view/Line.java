package io.podferry.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of styled text that knows its visible width. Every character counts as one column: the
 * views use none that are wider. Not thread-safe.
 */
final class Line {
    private record Piece(String text, Style style) {}

    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    Line add(Style style, String text) {
        pieces.add(new Piece(text, style));
        width += text.length();
        return this;
    }

    Line add(String text) {
        return add(Style.PLAIN, text);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    Line add(Style style, String format, Object... values) {
        return add(style, String.format(Locale.ROOT, format, values));
    }

    /** Fills up with blanks to the given column. */
    Line to(int column) {
        return width < column ? add(" ".repeat(column - width)) : this;
    }

    int width() {
        return width;
    }

    /** A bar of {@code cells} columns of which {@code share} (0 to 1) is filled. */
    Line bar(int cells, double share, Style full) {
        int filled = (int) Math.round(Math.clamp(share, 0, 1) * cells);
        return add(full, "█".repeat(filled)).add(Style.DIM, "·".repeat(cells - filled));
    }

    /** The text, cut off after {@code columns}, with or without colours. */
    String render(int columns, boolean coloured) {
        StringBuilder text = new StringBuilder();
        int left = columns;
        for (Piece piece : pieces) {
            String part =
                    piece.text.length() <= left
                            ? piece.text
                            : piece.text.substring(0, Math.max(0, left));
            left -= part.length();
            text.append(coloured && !part.isEmpty() ? piece.style.wrap(part) : part);
        }
        return text.toString();
    }
}
