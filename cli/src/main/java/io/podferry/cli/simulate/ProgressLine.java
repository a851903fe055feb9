package io.podferry.cli.simulate;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A bar with the time left, on a terminal only. Used by one thread at a time. */
final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean shown;
    private final long start = System.nanoTime();
    private boolean drawn;

    ProgressLine(PrintWriter err) {
        this.err = err;
        this.shown = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    void through(int done, int all) {
        if (!shown) {
            return;
        }
        int full = WIDTH * done / all;
        Duration left = Duration.ofNanos((System.nanoTime() - start) / done * (all - done));
        err.printf(
                Locale.ROOT,
                "\r[%s%s] %d of %d runs, %d:%02d left ",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                done,
                all,
                left.toMinutes(),
                left.toSecondsPart());
        err.flush();
        drawn = true;
    }

    @Override
    public void close() {
        if (drawn) {
            err.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            err.flush();
        }
    }
}
