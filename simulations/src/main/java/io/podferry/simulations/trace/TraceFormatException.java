package io.podferry.simulations.trace;

import java.nio.file.Path;

/** A trace that cannot be used as it is: where, what was wrong, and what to do. */
public final class TraceFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line first line is 1; 0 for the file as a whole
     * @param column first column is 1; 0 for the line as a whole
     */
    public TraceFormatException(Path file, long line, int column, String message) {
        super(place(file, line, column) + ": " + message);
    }

    private static String place(Path file, long line, int column) {
        StringBuilder place = new StringBuilder(file.toString());
        if (line > 0) {
            place.append(':').append(line);
            if (column > 0) {
                place.append(':').append(column);
            }
        }
        return place.toString();
    }
}
