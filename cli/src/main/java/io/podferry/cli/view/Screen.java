package io.podferry.cli.view;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A full-screen terminal that is painted in place: only lines that differ from the last frame are
 * written, in one go and inside a synchronised update, so that nothing flickers. {@link #close}
 * gives the terminal back as it was, however often it is called. Thread-safe.
 */
final class Screen implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[2J";
    private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
    private static final String BEGIN_UPDATE = "\033[?2026h";
    private static final String END_UPDATE = "\033[?2026l";

    private final PrintStream out;
    private List<String> shown = new ArrayList<>();
    private TerminalSize size = new TerminalSize(0, 0);
    private boolean open;

    Screen(PrintStream out) {
        this.out = out;
    }

    synchronized void open() {
        if (!open) {
            open = true;
            out.print(ENTER);
            out.flush();
        }
    }

    /** Shows these lines; the rest of the screen is empty. */
    synchronized void paint(List<String> lines, TerminalSize now) {
        if (!open) {
            return;
        }
        StringBuilder frame = new StringBuilder(BEGIN_UPDATE);
        if (!now.equals(size)) {
            frame.append("\033[2J");
            shown = new ArrayList<>();
            size = now;
        }
        int rows = Math.min(now.rows(), Math.max(lines.size(), shown.size()));
        for (int row = 0; row < rows; row++) {
            String line = row < lines.size() ? lines.get(row) : "";
            if (row >= shown.size() || !shown.get(row).equals(line)) {
                frame.append("\033[").append(row + 1).append(";1H").append(line).append("\033[K");
            }
        }
        shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), now.rows())));
        out.print(frame.append(END_UPDATE));
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            out.print(LEAVE);
            out.flush();
        }
    }
}
