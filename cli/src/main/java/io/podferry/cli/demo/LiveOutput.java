package io.podferry.cli.demo;

import io.podferry.cli.view.LiveView;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.RunResult;
import java.io.PrintStream;
import java.util.List;

/** The live view while runs go on; kills, moves and the summary stay on the terminal afterwards. */
final class LiveOutput implements DemoOutput {
    private final PrintStream out;
    private final LiveView view;
    private final KeptNews kept = new KeptNews();
    private List<String> missing = List.of();

    LiveOutput(PrintStream out, boolean coloured) {
        this.out = out;
        this.view = new LiveView(out, coloured);
        view.open();
    }

    @Override
    public void note(String text) {
        view.note(text);
    }

    @Override
    public void missing(List<String> what) {
        missing = what;
        view.note("simulated: " + String.join("; ", what));
    }

    @Override
    public void accept(DemoEvent event) {
        view.enter(event);
        kept.accept(event);
    }

    @Override
    public void summary(long seed, List<RunResult> results) {
        view.close();
        if (!missing.isEmpty()) {
            MissingText.lines(missing).forEach(out::println);
        }
        kept.lines().forEach(out::println);
        out.println();
        new SummaryTable(seed, results).lines().forEach(out::println);
    }

    @Override
    public void close() {
        view.close();
        out.flush();
    }
}
