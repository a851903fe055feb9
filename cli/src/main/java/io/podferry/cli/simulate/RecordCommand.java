package io.podferry.cli.simulate;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.simulations.record.CgroupProbe;
import io.podferry.simulations.record.MemoryProbe;
import io.podferry.simulations.record.ProcessTreeProbe;
import io.podferry.simulations.record.Recorder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records the memory of a program, a process or a container as a trace. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description =
                "Record the memory of a program, a process or a container as a trace; appends to"
                        + " FILE.",
        footer = {"", "Example:", "  podferry record --out sort.csv --name sort-1 -- sort big.txt"})
public final class RecordCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The trace, generic CSV.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the pod in the trace. Default: ${DEFAULT-VALUE}.")
    private String name = "program-1";

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Its class. Default: the name without its number.")
    private @Nullable String workloadClass;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "Record a process and its descendants.")
    private @Nullable Long pid;

    @Option(
            names = "--cgroup",
            paramLabel = "DIR",
            description = "Record a control group, as containers have one.")
    private @Nullable Path cgroup;

    @Option(
            names = "--every",
            paramLabel = "S",
            description = "Seconds between samples. Default: ${DEFAULT-VALUE}.")
    private double every = 1;

    @Option(
            names = "--duration",
            paramLabel = "S",
            description = "Stop after this many seconds. Default: ${DEFAULT-VALUE}.")
    private double duration = 86_400;

    @Parameters(paramLabel = "COMMAND", description = "The program to run and record.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws InterruptedException {
        int sources =
                (pid == null ? 0 : 1) + (cgroup == null ? 0 : 1) + (command.isEmpty() ? 0 : 1);
        if (sources != 1) {
            throw new ParameterException(
                    spec.commandLine(), "exactly one of --pid, --cgroup and a command is needed");
        }
        if (!(every >= 0.1 && every <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(), "--every must be 0.1 to 3600 seconds, not " + every);
        }
        try {
            boolean fresh = !Files.exists(out) || Files.size(out) == 0;
            try (BufferedWriter writer =
                    Files.newBufferedWriter(
                            out, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                if (fresh) {
                    writer.write(Recorder.HEADER + "\n");
                }
                String owner =
                        workloadClass == null ? name.replaceFirst("-\\d+$", "") : workloadClass;
                int samples =
                        new Recorder(probe(), writer, name, owner)
                                .record(seconds(every), seconds(duration));
                spec.commandLine().getErr().println("podferry: " + samples + " samples in " + out);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot record: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private MemoryProbe probe() throws IOException {
        if (cgroup != null) {
            return new CgroupProbe(cgroup);
        }
        if (pid != null) {
            long wanted = pid;
            return new ProcessTreeProbe(
                    ProcessHandle.of(wanted)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "no process with the id " + wanted)));
        }
        Process process = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new ProcessTreeProbe(process.toHandle());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
