package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a moved pod stands still, against plain runc. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the time a pod stands still during a move with a plain 'runc checkpoint' and",
            "'runc restore' of the same program, in the same run. Medians. Needs root, runc and"
                    + " CRIU."
        },
        footer = {"", "Example:", "  podferry bench move --sizes 300Mi,1Gi --runs 5"})
final class MoveCommand implements Callable<Integer> {
    private static final DataSize MARGIN = DataSize.ofMebibytes(256);
    private static final DataSize LARGEST = DataSize.ofGibibytes(1024);

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "SIZE",
            defaultValue = "50Mi,300Mi,1Gi",
            description = "Memory of the pod. Default: ${DEFAULT-VALUE}.")
    private List<String> sizes = List.of();

    @Option(
            names = "--memory",
            paramLabel = "CONTENT",
            defaultValue = "random",
            description =
                    "What it is filled with: random or compressible. Default: ${DEFAULT-VALUE}.")
    private String memory = "";

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "Moves per size. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--json", description = "JSON Lines, the last one is the summary.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<DataSize> wanted = wanted();
        List<DataSize> possible = new ArrayList<>();
        for (DataSize size : wanted) {
            MachineRoom.shortage(size)
                    .ifPresentOrElse(
                            why -> System.err.println("podferry: leaving " + size + " out: " + why),
                            () -> possible.add(size));
        }
        if (possible.isEmpty()) {
            System.err.println("podferry: no size is left to measure");
            return 1;
        }
        DataSize node = possible.stream().max(Comparator.naturalOrder()).orElseThrow().plus(MARGIN);
        List<MoveBench.Result> results = new ArrayList<>();
        try (BenchStage stage = new BenchStage("bmv", 2, node, "none")) {
            MoveBench bench =
                    new MoveBench(
                            stage.cluster(),
                            stage.pods(),
                            stage.tools(),
                            stage.folder(),
                            memory.equals("compressible"));
            for (DataSize size : possible) {
                MoveBench.Result result = bench.run(size, runs);
                results.add(result);
                report(result);
            }
        }
        summary(results);
        return possible.size() == wanted.size() ? 0 : 1;
    }

    private List<DataSize> wanted() {
        if (!memory.equals("random") && !memory.equals("compressible")) {
            throw refuse("--memory is 'random' or 'compressible', was '" + memory + "'");
        }
        if (runs < 1) {
            throw refuse("--runs must be 1 or more, was " + runs);
        }
        List<DataSize> wanted = new ArrayList<>();
        for (String text : sizes) {
            try {
                wanted.add(DataSize.parse(text));
            } catch (IllegalArgumentException e) {
                throw refuse("--sizes: " + e.getMessage());
            }
            if (wanted.getLast().bytes() == 0 || wanted.getLast().compareTo(LARGEST) > 0) {
                throw refuse("--sizes: a pod has more than 0 and at most 1024Gi, not " + text);
            }
        }
        return wanted;
    }

    private void report(MoveBench.Result result) {
        if (!json) {
            System.err.printf(
                    Locale.ROOT,
                    "%s: stood still %.0f ms, raw %.0f ms, ratio %.2f%n",
                    result.size(),
                    result.frozen(),
                    result.raw(),
                    result.frozen() / result.raw());
            return;
        }
        for (MoveBench.Sample sample : result.samples()) {
            ObjectNode line =
                    new ObjectMapper()
                            .createObjectNode()
                            .put("event", "move")
                            .put("sizeMiB", Math.round(result.size().mebibytes()))
                            .put("frozenMillis", Math.round(sample.frozen()))
                            .put("rawCheckpointMillis", Math.round(sample.rawCheckpoint()))
                            .put("rawRestoreMillis", Math.round(sample.rawRestore()));
            ObjectNode facts = line.putObject("facts");
            sample.facts().forEach(facts::put);
            System.out.println(line);
        }
    }

    private void summary(List<MoveBench.Result> results) {
        if (json) {
            ObjectNode summary = new ObjectMapper().createObjectNode().put("event", "summary");
            ArrayNode moves = summary.putArray("moves");
            for (MoveBench.Result result : results) {
                moves.addObject()
                        .put("sizeMiB", Math.round(result.size().mebibytes()))
                        .put("frozenMillis", Math.round(result.frozen()))
                        .put("rawMillis", Math.round(result.raw()))
                        .put("ratio", Math.round(100 * result.frozen() / result.raw()) / 100.0)
                        .put("runs", result.samples().size())
                        .put("memory", memory);
            }
            System.out.println(summary);
            return;
        }
        Table table =
                new Table(
                        "size",
                        "memory",
                        "runs",
                        "still",
                        "raw",
                        "ratio",
                        "dump",
                        "ship tail",
                        "restore",
                        "wire");
        for (MoveBench.Result result : results) {
            table.row(
                    result.size().toString(),
                    memory,
                    Integer.toString(result.samples().size()),
                    millis(result.frozen()),
                    millis(result.raw()),
                    String.format(Locale.ROOT, "%.2f", result.frozen() / result.raw()),
                    millis(result.fact(MigrationFacts.DUMP_MILLIS)),
                    millis(result.fact(MigrationFacts.SHIP_TAIL_MILLIS)),
                    millis(result.fact(MigrationFacts.RESTORE_MILLIS)),
                    DataSize.ofBytes(Math.round(result.fact(MigrationFacts.WIRE_BYTES)))
                            .toString());
        }
        table.lines().forEach(System.out::println);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.0f ms", value);
    }

    private ParameterException refuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
