package io.podferry.cli.demo;

import io.podferry.policy.cluster.NodeName;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.RunResult;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plain lines for files and pipes: every news, and each node every few seconds. */
final class PlainOutput implements DemoOutput {
    private static final Duration NODE_EVERY = Duration.ofSeconds(3);

    private final PrintStream out;
    private final EventText text = new EventText();
    private final Map<NodeName, Duration> shown = new HashMap<>();

    PlainOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void note(String remark) {
        out.println(remark);
    }

    @Override
    public void missing(List<String> what) {
        MissingText.lines(what).forEach(out::println);
    }

    @Override
    public void accept(DemoEvent event) {
        if (event instanceof DemoEvent.RunStarted) {
            shown.clear();
            out.println();
        }
        text.news(event).ifPresent(news -> out.println(news.line()));
        if (event instanceof DemoEvent.NodeSample sample) {
            node(sample);
        }
    }

    private void node(DemoEvent.NodeSample sample) {
        Duration last = shown.get(sample.node());
        if (last != null && sample.at().minus(last).compareTo(NODE_EVERY) < 0) {
            return;
        }
        shown.put(sample.node(), sample.at());
        double share = 100.0 * sample.memory().bytes() / Math.max(1, sample.usable().bytes());
        String outlook =
                sample.exhaustedIn()
                        .map(in ->
                                String.format(
                                        Locale.ROOT, ", full in %.1f s", in.toMillis() / 1000.0))
                        .orElse("");
        out.println(
                new EventText.News(
                                sample.at(),
                                EventText.Tone.PLAIN,
                                "node",
                                String.format(
                                        Locale.ROOT,
                                        "%s %s of %s used (%.0f%%), %d pods%s",
                                        sample.node(),
                                        sample.memory(),
                                        sample.usable(),
                                        share,
                                        sample.pods().size(),
                                        outlook))
                        .line());
    }

    @Override
    public void summary(long seed, List<RunResult> results) {
        out.println();
        new SummaryTable(seed, results).lines().forEach(out::println);
    }

    @Override
    public void close() {
        out.flush();
    }
}
