package io.podferry.simulations.trace;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param line first is 1
 * @param column first is 1, 0 for the whole line
 */
record Place(Path file, long line, int column) {
    TraceFormatException error(String message) {
        return new TraceFormatException(file, line, column, message);
    }
}
