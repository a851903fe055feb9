package io.podferry.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Events as JSON objects for machines: times in seconds since the beginning of the run, sizes in
 * bytes, the unit in the key. What is not known is absent. Not thread-safe.
 */
final class EventJson {
    private final ObjectMapper json = new ObjectMapper();

    ObjectNode of(DemoEvent event) {
        ObjectNode node = json.createObjectNode();
        switch (event) {
            case DemoEvent.RunStarted started -> started(node, started);
            case DemoEvent.NodeSample sample -> sample(node, sample);
            case DemoEvent.PodStarted pod ->
                    head(node, "podStarted", pod)
                            .put("pod", pod.pod())
                            .put("uid", pod.uid().value())
                            .put("node", pod.node().value())
                            .put("kind", pod.kind().name())
                            .put("restarts", pod.restarts());
            case DemoEvent.DecisionMade decision -> decision(node, decision);
            case DemoEvent.MigrationChanged change -> migration(node, change);
            case DemoEvent.PodKilled kill ->
                    head(node, "podKilled", kill)
                            .put("pod", kill.pod())
                            .put("node", kill.node().value())
                            .put("memoryBytes", kill.memory().bytes())
                            .put("lostWorkSeconds", seconds(kill.lostWork()))
                            .put("cause", kill.cause());
            case DemoEvent.Answers answers -> {
                head(node, "answers", answers);
                ObjectNode last = node.putObject("last");
                answers.last().forEach(last::put);
            }
            case DemoEvent.RequestGap gap ->
                    head(node, "requestGap", gap)
                            .put("pod", gap.pod())
                            .put("expected", gap.expected())
                            .put("received", gap.received())
                            .put("repeated", gap.repeated());
            case DemoEvent.Summary summary ->
                    head(node, "runEnded", summary)
                            .put("seed", summary.seed())
                            .set("result", result(summary.result()));
        }
        return node;
    }

    /** Why a simulated run follows although a real one was asked for. */
    ObjectNode missing(List<String> what) {
        ObjectNode node = json.createObjectNode().put("event", "simulatedInstead");
        ArrayNode missing = node.putArray("missing");
        what.forEach(missing::add);
        return node;
    }

    /** The last line: the results of all runs of one seed. */
    ObjectNode summary(long seed, List<RunResult> results) {
        ObjectNode node = json.createObjectNode().put("event", "summary").put("seed", seed);
        ArrayNode runs = node.putArray("runs");
        results.forEach(result -> runs.add(result(result)));
        return node;
    }

    ObjectNode result(RunResult result) {
        ObjectNode node = json.createObjectNode();
        node.put("policy", result.policy())
                .put("kills", result.kills())
                .put("lostWorkSeconds", Math.round(result.lostWorkSeconds() * 1000) / 1000.0)
                .put("moves", result.moves())
                .put("bytesMoved", result.bytesMoved());
        ArrayNode downtimes = node.putArray("downtimeMillis");
        result.downtimeMillis().forEach(downtimes::add);
        node.put("countersContinuous", result.countersContinuous())
                .put("requests", result.requests())
                .put("abortedMoves", result.abortedMoves());
        ArrayNode killed = node.putArray("killed");
        for (RunResult.Kill kill : result.killed()) {
            killed.addObject()
                    .put("pod", kill.pod())
                    .put("node", kill.node().value())
                    .put("atSeconds", seconds(kill.at()))
                    .put("lostWorkSeconds", seconds(kill.lostWork()));
        }
        ArrayNode forecasts = node.putArray("forecasts");
        for (RunResult.ForecastOutcome forecast : result.forecasts()) {
            ObjectNode entry =
                    forecasts
                            .addObject()
                            .put("node", forecast.node().value())
                            .put("warnedAtSeconds", seconds(forecast.warnedAt()))
                            .put("forecastAtSeconds", seconds(forecast.forecastAt()))
                            .put("movedAway", forecast.movedAway());
            forecast.killedAt().ifPresent(at -> entry.put("killedAtSeconds", seconds(at)));
        }
        return node;
    }

    private static void started(ObjectNode node, DemoEvent.RunStarted started) {
        head(node, "runStarted", started)
                .put("scenario", started.scenario())
                .put("policy", started.policy())
                .put("seed", started.seed())
                .put("durationSeconds", seconds(started.duration()));
        ArrayNode names = node.putArray("nodes");
        started.nodes().forEach(name -> names.add(name.value()));
    }

    private static void sample(ObjectNode node, DemoEvent.NodeSample sample) {
        head(node, "nodeSample", sample)
                .put("node", sample.node().value())
                .put("usableBytes", sample.usable().bytes())
                .put("memoryBytes", sample.memory().bytes())
                .put("reservedBytes", sample.reserved().bytes());
        sample.pressureSome10().ifPresent(psi -> node.put("pressureSome10", psi));
        sample.exhaustedIn().ifPresent(in -> node.put("exhaustedInSeconds", seconds(in)));
        sample.outlook()
                .ifPresent(outlook ->
                        node.putObject("outlook")
                                .put("horizonSeconds", seconds(outlook.horizon()))
                                .put("medianBytes", outlook.median().bytes())
                                .put("exhaustionProbability", outlook.exhaustionProbability()));
        ArrayNode pods = node.putArray("pods");
        for (PodReading pod : sample.pods()) {
            ObjectNode entry =
                    pods.addObject()
                            .put("pod", pod.pod())
                            .put("memoryBytes", pod.memory().bytes())
                            .put("frozen", pod.frozen());
            Optional<DataSize> limit = pod.limit();
            limit.ifPresent(size -> entry.put("limitBytes", size.bytes()));
        }
    }

    private static void decision(ObjectNode node, DemoEvent.DecisionMade decision) {
        head(node, "decision", decision)
                .put("node", decision.node().value())
                .put("finding", decision.finding())
                .put("explanation", decision.explanation());
        ArrayNode moves = node.putArray("moves");
        for (DemoEvent.PlannedMove move : decision.moves()) {
            moves.addObject()
                    .put("pod", move.pod())
                    .put("source", move.source().value())
                    .put("target", move.target().value());
        }
    }

    private static void migration(ObjectNode node, DemoEvent.MigrationChanged change) {
        head(node, "migration", change)
                .put("id", change.id().value())
                .put("pod", change.pod())
                .put("source", change.source().value())
                .put("target", change.target().value())
                .put("state", change.state().name())
                .put("bytesDone", change.bytesDone());
        change.bytesTotal().ifPresent(bytes -> node.put("bytesTotal", bytes));
        change.downtime().ifPresent(time -> node.put("downtimeMillis", time.toMillis()));
        if (!change.detail().isEmpty()) {
            node.put("detail", change.detail());
        }
    }

    private static ObjectNode head(ObjectNode node, String name, DemoEvent event) {
        return node.put("event", name).put("atSeconds", seconds(event.at()));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
