package io.podferry.cli.demo;

import io.podferry.simulations.events.DemoEvent;
import java.util.ArrayList;
import java.util.List;

/** The news worth keeping when the live view is gone: everything but starts. Not thread-safe. */
final class KeptNews {
    private static final int AT_MOST = 200;

    private final EventText text = new EventText();
    private final List<String> lines = new ArrayList<>();

    void accept(DemoEvent event) {
        if (event instanceof DemoEvent.PodStarted pod && pod.restarts() == 0) {
            return;
        }
        text.news(event).map(EventText.News::line).ifPresent(this::keep);
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
