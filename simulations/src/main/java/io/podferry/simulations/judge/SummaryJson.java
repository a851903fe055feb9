package io.podferry.simulations.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.simulations.world.RunResult;

/** A comparison for machines. */
public final class SummaryJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SummaryJson() {}

    /** One object: {@code event, seeds, policies} and what the scenario was. */
    public static ObjectNode of(Comparison comparison) {
        Experiment experiment = comparison.experiment();
        ObjectNode summary = NODES.objectNode();
        summary.put("event", "summary");
        summary.put("seeds", experiment.seeds());
        summary.put("scenario", experiment.label());
        summary.put("nodes", experiment.config().nodes());
        summary.put("nodeMemoryBytes", experiment.config().nodeMemory().bytes());
        summary.put("copies", round(experiment.copies()));
        summary.put("demandRatio", round(experiment.demandRatio()));
        ArrayNode policies = summary.putArray("policies");
        comparison.policies().forEach(policy -> policies.add(policy(policy)));
        ArrayNode front = summary.putArray("paretoFront");
        comparison.paretoFront().forEach(front::add);
        return summary;
    }

    private static ObjectNode policy(PolicySummary policy) {
        ObjectNode node = NODES.objectNode();
        node.put("policy", policy.policy());
        node.put("kills", round(policy.mean(RunResult::kills)));
        node.put("unavoidableKills", round(policy.mean(RunResult::unavoidableKills)));
        node.put("killsPer1000PodHours", round(policy.killsPer1000PodHours()));
        node.put("lostPodSeconds", round(policy.mean(RunResult::lostPodSeconds)));
        node.put("moves", round(policy.mean(RunResult::moves)));
        node.put("bytesMoved", Math.round(policy.mean(RunResult::bytesMoved)));
        node.put("downtimeSeconds", round(policy.mean(RunResult::downtimeSeconds)));
        node.put("falseAlarmsPerNodeDay", round(policy.falseAlarmsPerNodeDay()));
        node.put("coverage05", round(policy.mean(RunResult::coverage05)));
        node.put("regret", round(policy.regret()));
        interval(node, "killsInterval", policy.interval(RunResult::kills));
        interval(node, "lostPodSecondsInterval", policy.interval(RunResult::lostPodSeconds));
        interval(node, "bytesMovedInterval", policy.interval(RunResult::bytesMoved));
        policy.againstNone().ifPresent(i -> interval(node, "killsAgainstNone", i));
        policy.againstDefault()
                .ifPresent(paired -> {
                    interval(node, "killsAgainstDefault", paired.kills());
                    interval(node, "lostPodSecondsAgainstDefault", paired.lostSeconds());
                    interval(node, "bytesMovedAgainstDefault", paired.bytesMoved());
                });
        node.put("lostRegret", round(policy.lostRegret()));
        node.put("lostGibSeconds", round(policy.mean(RunResult::lostGibSeconds)));
        node.put("evictions", round(policy.mean(RunResult::evictions)));
        node.put("policyEvictions", round(policy.mean(RunResult::policyEvictions)));
        node.put("targetKills", round(policy.mean(RunResult::targetKills)));
        node.put("failedMoves", round(policy.mean(RunResult::failedMoves)));
        node.put("pingPongs", round(policy.mean(RunResult::pingPongs)));
        node.put("movesPerPodHour", round(policy.rate(RunResult::moves, RunResult::podHours)));
        node.put("downtimeP50Seconds", round(policy.mean(RunResult::downtimeP50)));
        node.put("downtimeP95Seconds", round(policy.mean(RunResult::downtimeP95)));
        node.put("downtimeMaxSeconds", round(policy.mean(RunResult::downtimeMax)));
        node.put("recall", round(policy.mean(RunResult::recall)));
        node.put("precision", round(policy.mean(RunResult::precision)));
        node.put("leadP50Seconds", round(policy.mean(RunResult::leadP50)));
        node.put("brier", round(policy.mean(RunResult::brier)));
        node.put("densityMean", round(policy.mean(RunResult::meanDensity)));
        node.put("densityP95", round(policy.mean(RunResult::densityP95)));
        node.put("podHours", round(policy.mean(RunResult::podHours)));
        node.put("completed", round(policy.mean(RunResult::completed)));
        return node;
    }

    private static void interval(ObjectNode node, String name, Bootstrap.Interval interval) {
        node.putArray(name).add(round(interval.low())).add(round(interval.high()));
    }

    /** Four digits after the point are more than any figure here is worth. */
    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
