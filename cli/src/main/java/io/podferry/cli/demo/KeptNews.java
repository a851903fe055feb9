package io.podferry.cli.demo;

import io.podferry.simulations.events.DemoEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The news worth keeping when the live view is gone: neither first starts nor decisions to wait.
 * Not thread-safe.
 */
final class KeptNews {
    private static final int AT_MOST = 200;

    private final EventText text = new EventText();
    private final List<String> lines = new ArrayList<>();

    void accept(DemoEvent event) {
        if (event instanceof DemoEvent.PodStarted pod && pod.restarts() == 0) {
            return;
        }
        if (event instanceof DemoEvent.DecisionMade decision && !told(decision)) {
            return;
        }
        text.news(event).map(EventText.News::line).ifPresent(this::keep);
    }

    private static boolean told(DemoEvent.DecisionMade decision) {
        return !decision.moves().isEmpty() || decision.finding().startsWith("NO_");
    }

    private void keep(String line) {
        if (lines.size() < AT_MOST) {
            lines.add(line);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
