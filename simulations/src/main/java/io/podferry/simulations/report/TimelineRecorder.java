package io.podferry.simulations.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.simulations.world.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the course of one run for the report: usage, forecasts, moves, kills, decisions. */
public final class TimelineRecorder implements Timeline {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double GIB = 1L << 30;
    private static final int LONGEST_TEXT = 2500;

    private final int nodes;
    private final long bucket;
    private final Map<Integer, double[]> usage = new TreeMap<>();
    private final Map<Integer, double[]> forecast = new TreeMap<>();
    private final int buckets;
    private final Map<String, String> reasons = new HashMap<>();
    private final Map<Integer, DecisionRecord> latest = new HashMap<>();
    private final Map<Integer, Integer> happenings = new HashMap<>();
    private final List<Happening> events = new ArrayList<>();

    private record Happening(
            String kind,
            int node,
            int other,
            int pod,
            long from,
            long to,
            double gib,
            String text) {}

    /**
     * @param lengthMillis length of the run
     * @param points most points per line
     */
    public TimelineRecorder(int nodes, long lengthMillis, int points) {
        this.nodes = nodes;
        this.bucket = Math.max(1000, lengthMillis / points + 1);
        this.buckets = (int) (lengthMillis / bucket) + 1;
    }

    @Override
    public void usage(int node, long millis, double bytes) {
        note(usage, node, millis, bytes);
    }

    /** The highest value of each bucket is kept: peaks are what matters. */
    private void note(Map<Integer, double[]> lines, int node, long millis, double bytes) {
        double[] line = lines.computeIfAbsent(node, _ -> new double[buckets]);
        int at = (int) Math.min(buckets - 1, millis / bucket);
        line[at] = Math.max(line[at], bytes / GIB);
    }

    @Override
    public void ticked(TickReport report) {
        long now = report.takenAt().toEpochMilli();
        for (NodeRisk risk : report.risks().nodes().values()) {
            note(forecast, number(risk.node().value()), now, risk.q90().bytes());
        }
        for (DecisionRecord decision : report.plan().decisions()) {
            latest.put(number(decision.node().value()), decision);
        }
        for (MigrationRecord record : report.submitted()) {
            DecisionRecord decision = latest.get(number(record.source().value()));
            String text = record.reason();
            if (decision != null
                    && decision.chosen()
                            .filter(c -> c.podUid().equals(record.podUid()))
                            .isPresent()) {
                text = decision.explain();
            }
            reasons.put(record.id().value(), shorten(text));
        }
    }

    private static int number(String node) {
        return Integer.parseInt(node.substring("node-".length()));
    }

    private static String shorten(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }

    @Override
    public void killed(int pod, int node, long millis, double bytes, long lostMillis, End end) {
        DecisionRecord decision = latest.get(node);
        String before =
                decision == null
                        ? "No decision about this node before: nothing was seen coming."
                        : "The last decision about this node, %.0f s before:%n%s"
                                .formatted(
                                        (millis - decision.at().toEpochMilli()) / 1e3,
                                        decision.explain());
        String text =
                String.format(
                        Locale.ROOT,
                        "%s: %.1f GiB, %.0f s of work lost.%n%s",
                        end.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        bytes / GIB,
                        lostMillis / 1e3,
                        before);
        happenings.merge(node, 10, Integer::sum);
        events.add(
                new Happening("kill", node, node, pod, millis, millis, bytes / GIB, shorten(text)));
    }

    @Override
    public void moved(
            String migration,
            int pod,
            int source,
            int target,
            long startMillis,
            long frozenMillis,
            long endMillis,
            double bytes,
            boolean arrived) {
        happenings.merge(source, 3, Integer::sum);
        happenings.merge(target, 1, Integer::sum);
        events.add(
                new Happening(
                        arrived ? "move" : "failed",
                        source,
                        target,
                        pod,
                        startMillis,
                        endMillis,
                        bytes / GIB,
                        reasons.getOrDefault(migration, "")));
    }

    /**
     * The nodes on which most happened.
     *
     * @param most number of nodes
     */
    ObjectNode json(int most, double usableGib) {
        List<Integer> chosen = new ArrayList<>(usage.keySet());
        chosen.sort(
                Comparator.comparingInt((Integer node) -> -happenings.getOrDefault(node, 0))
                        .thenComparing(Comparator.naturalOrder()));
        chosen = chosen.subList(0, Math.min(most, chosen.size()));
        ObjectNode all = JSON.objectNode();
        all.put("bucketSeconds", bucket / 1e3);
        all.put("usable", usableGib);
        all.put("nodeCount", nodes);
        ArrayNode lines = all.putArray("nodes");
        for (int node : chosen) {
            ObjectNode line = lines.addObject();
            line.put("node", node);
            numbers(line.putArray("usage"), usage.get(node));
            numbers(line.putArray("forecast"), forecast.get(node));
        }
        ArrayNode list = all.putArray("events");
        for (Happening event : events) {
            if (chosen.contains(event.node) || chosen.contains(event.other)) {
                list.addObject()
                        .put("kind", event.kind)
                        .put("node", event.node)
                        .put("other", event.other)
                        .put("pod", event.pod)
                        .put("from", event.from / 1000)
                        .put("to", event.to / 1000)
                        .put("gib", round(event.gib))
                        .put("text", event.text);
            }
        }
        return all;
    }

    private static void numbers(
            ArrayNode into, double @org.jspecify.annotations.Nullable [] values) {
        if (values != null) {
            for (double value : values) {
                into.add(round(value));
            }
        }
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
