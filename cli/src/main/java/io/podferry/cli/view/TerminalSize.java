package io.podferry.cli.view;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Columns and rows of a terminal. */
record TerminalSize(int columns, int rows) {
    private static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** Asks the terminal of this process; 80 by 24 when it does not tell. */
    static TerminalSize ask() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            stty.waitFor(1, TimeUnit.SECONDS);
            return parse(answer);
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Reads "ROWS COLUMNS"; 80 by 24 when it is something else or a terminal without a size. */
    static TerminalSize parse(String answer) {
        String[] numbers = answer.strip().split(" ", -1);
        try {
            int rows = Integer.parseInt(numbers[0]);
            int columns = Integer.parseInt(numbers[numbers.length - 1]);
            return rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
