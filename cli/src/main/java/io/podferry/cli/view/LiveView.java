package io.podferry.cli.view;

import io.podferry.simulations.events.DemoEvent;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows runs on the whole terminal, a few frames per second, until it is closed; also when the
 * process is told to end. Events may come from any thread.
 */
public final class LiveView implements AutoCloseable {
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final int FRAMES_PER_SIZE = 5;

    private final Board board = new Board();
    private final Screen screen;
    private final boolean coloured;
    private final Thread restore;
    private @Nullable Thread painter;

    /**
     * @param out the terminal
     * @param coloured whether it may be written on in colours
     */
    public LiveView(PrintStream out, boolean coloured) {
        this.screen = new Screen(out);
        this.coloured = coloured;
        this.restore = new Thread(screen::close, "restore-terminal");
    }

    /** Takes the terminal over. */
    public void open() {
        Runtime.getRuntime().addShutdownHook(restore);
        screen.open();
        painter = Thread.ofPlatform().daemon().name("view").start(this::paint);
    }

    public void note(String text) {
        board.note(text);
    }

    public void enter(DemoEvent event) {
        board.enter(event);
    }

    private void paint() {
        TerminalSize size = TerminalSize.ask();
        try {
            for (int frame = 1; !Thread.interrupted(); frame++) {
                if (frame % FRAMES_PER_SIZE == 0) {
                    size = TerminalSize.ask();
                }
                screen.paint(BoardPainter.paint(board.picture(), size, coloured), size);
                Thread.sleep(FRAME);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the terminal back. */
    @Override
    public void close() {
        Thread running = painter;
        if (running != null) {
            running.interrupt();
            painter = null;
        }
        screen.close();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException ending) {
            // The process ends: the hook does the same.
        }
    }
}
