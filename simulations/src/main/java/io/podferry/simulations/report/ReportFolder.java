package io.podferry.simulations.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.simulations.judge.Campaign;
import io.podferry.simulations.judge.Comparison;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.PolicySummary;
import io.podferry.simulations.judge.SummaryJson;
import io.podferry.simulations.world.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes {@code report.html}, {@code summary.json} and {@code runs.csv} into a folder. */
public final class ReportFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double GIB = 1L << 30;
    private static final int NODES_SHOWN = 6;
    private static final int POINTS = 480;
    private static final int POLICIES_SHOWN = 6;
    private static final long GRACE = 60_000;
    private static final List<String> FILES = List.of("report.html", "runs.csv", "summary.json");

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /** Plays seed 1 of each policy once more, watched, and writes everything. */
    public void write(Comparison comparison) throws IOException {
        ObjectNode summary = SummaryJson.of(comparison);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("summary", summary);
        data.set("calibration", calibration(comparison));
        data.set("timelines", timelines(comparison));
        replace("report.html", page(data));
        replace("runs.csv", RunsCsv.of(comparison));
        replace("summary.json", summary.toPrettyString() + "\n");
    }

    /** Removes an earlier report, so that none that looks whole is there until the new one is. */
    public void clear() throws IOException {
        Files.createDirectories(folder);
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private void replace(String name, String content) throws IOException {
        Path temporary = folder.resolve("." + name + ".tmp");
        Files.writeString(temporary, content);
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static ArrayNode calibration(Comparison comparison) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (PolicySummary policy : comparison.references()) {
            if (!policy.policy().equals("none")) {
                continue;
            }
            for (int bin = 0; bin < policy.runs().getFirst().calibration().size(); bin++) {
                long count = 0;
                double forecast = 0;
                long happened = 0;
                for (RunResult run : policy.runs()) {
                    count += run.calibration().get(bin).count();
                    forecast += run.calibration().get(bin).forecast();
                    happened += run.calibration().get(bin).happened();
                }
                all.addObject()
                        .put("count", count)
                        .put("forecast", count == 0 ? 0 : forecast / count)
                        .put("happened", count == 0 ? 0 : (double) happened / count);
            }
        }
        return all;
    }

    private static ObjectNode timelines(Comparison comparison) {
        Experiment experiment = comparison.experiment();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        long length = experiment.workload().draw(1, experiment.copies()).endMillis() + GRACE;
        int shown = 0;
        for (String policy : experiment.policies()) {
            if (shown++ == POLICIES_SHOWN) {
                break;
            }
            TimelineRecorder recorder =
                    new TimelineRecorder(experiment.config().nodes(), length, POINTS);
            Campaign.play(experiment, policy, 1, recorder);
            all.set(
                    policy,
                    recorder.json(NODES_SHOWN, experiment.config().nodeMemory().bytes() / GIB));
        }
        return all;
    }

    private static String page(ObjectNode data) throws IOException {
        String json = JSON.writeValueAsString(data).replace("</", "<\\/");
        return resource("report.html")
                .replace("/*STYLE*/", resource("uPlot.min.css"))
                .replace("/*LIBRARY*/", resource("uPlot.iife.min.js"))
                .replace("/*PROGRAM*/", resource("report.js"))
                .replace("/*DATA*/", json);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportFolder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("part of the report is missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
