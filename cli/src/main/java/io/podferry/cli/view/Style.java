package io.podferry.cli.view;

/** How a piece of text looks, as an SGR sequence of ECMA-48. */
enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GREEN("32"),
    YELLOW("33"),
    RED("31"),
    CYAN("36"),
    BOLD_RED("1;31"),
    BOLD_GREEN("1;32"),
    INVERSE("7");

    private final String sgr;

    Style(String sgr) {
        this.sgr = sgr;
    }

    String wrap(String text) {
        return sgr.isEmpty() ? text : "\033[" + sgr + "m" + text + "\033[0m";
    }
}
