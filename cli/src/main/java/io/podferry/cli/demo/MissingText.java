package io.podferry.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** What the real demo lacks, for people. */
final class MissingText {
    private MissingText() {}

    static List<String> lines(List<String> missing) {
        List<String> lines = new ArrayList<>();
        lines.add("The demo with real containers is not possible here:");
        missing.forEach(what -> lines.add("  " + what));
        lines.add("So the same scenario is played on a virtual cluster, through the same engine.");
        return lines;
    }
}
