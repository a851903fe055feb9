package io.podferry.cli.demo;

import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.RunResult;
import java.io.PrintStream;
import java.util.List;

/**
 * JSON Lines on {@code out}: one object per event, the last one the summary. Remarks go to {@code
 * err}.
 */
final class JsonOutput implements DemoOutput {
    private final PrintStream out;
    private final PrintStream err;
    private final EventJson json = new EventJson();

    JsonOutput(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    @Override
    public void missing(List<String> what) {
        out.println(json.missing(what));
    }

    @Override
    public void accept(DemoEvent event) {
        out.println(json.of(event));
    }

    @Override
    public void summary(long seed, List<RunResult> results) {
        out.println(json.summary(seed, results));
    }

    @Override
    public void close() {
        out.flush();
    }
}
