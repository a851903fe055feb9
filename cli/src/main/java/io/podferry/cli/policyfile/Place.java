package io.podferry.cli.policyfile;

/**
 * A place in a file, counted from 1.
 *
 * @param line line
 * @param column column
 */
record Place(int line, int column) {
    static final Place START = new Place(1, 1);
}
