package io.podferry.simulations.run;

import io.podferry.simulations.events.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run under a policy is to show, and what of it a finished run failed to show. */
public final class Promise {
    private Promise() {}

    /**
     * The broken promises, each in one sentence; empty when the run did what it says. Only the
     * policies {@code none} and {@code default} promise anything about kills and moves.
     */
    public static List<String> broken(RunResult result) {
        List<String> broken = new ArrayList<>();
        if (result.requests() == 0) {
            broken.add("no counter answered a single request, so nothing was witnessed");
        }
        switch (result.policy()) {
            case "none" -> none(result, broken);
            case "default" -> preventive(result, broken);
            default -> {}
        }
        return broken;
    }

    private static void none(RunResult result, List<String> broken) {
        if (result.kills() == 0) {
            broken.add(
                    "the kernel killed nothing although nobody acted. Maybe the run was too short?"
                            + " Try a longer --duration");
        } else if (result.lostWorkSeconds() <= 0) {
            broken.add("a pod was killed, but no lost work was measured");
        }
        if (result.moves() > 0) {
            broken.add("%d pods moved under the policy none".formatted(result.moves()));
        }
    }

    private static void preventive(RunResult result, List<String> broken) {
        if (result.kills() > 0) {
            broken.add(
                    String.format(
                            Locale.ROOT,
                            "the kernel killed %d pods (%s), %.1f s of work were lost",
                            result.kills(),
                            String.join(", ", result.killed().stream().map(k -> k.pod()).toList()),
                            result.lostWorkSeconds()));
        }
        if (result.moves() == 0) {
            broken.add(
                    "no pod moved. Maybe the run was too short? Try a longer --duration, or read"
                            + " the decisions above");
        }
        if (!result.countersContinuous()) {
            broken.add("a counter lost or repeated a number");
        }
    }
}
