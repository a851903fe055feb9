package io.podferry.cli.workload;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.scenario.MemoryShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Command lines of the demo's programs. */
final class LoadCommand {
    /** What a JVM has beside its heap, roughly. */
    private static final long JVM_SHARE_MIB = 32;

    private static final long LEAST_HEAP_MIB = 16;

    private LoadCommand() {}

    /** The C program. */
    static List<String> load(MemoryShape shape, OptionalInt port, boolean compressible) {
        List<String> command = new ArrayList<>(List.of("/load"));
        port.ifPresent(number -> option(command, "--port", number));
        command.addAll(List.of("--memory", compressible ? "compressible" : "random"));
        command.addAll(List.of("--base", bytes(shape.base()), "--peak", bytes(shape.peak())));
        switch (shape) {
            case MemoryShape.Steady steady ->
                    command.addAll(
                            List.of(
                                    "--shape",
                                    "steady",
                                    "--rate",
                                    number(steady.rate().bytesPerSecond())));
            case MemoryShape.Steps steps -> {
                command.addAll(List.of("--shape", "steps", "--step", bytes(steps.step())));
                option(command, "--period-ms", steps.period().toMillis());
            }
            case MemoryShape.SawTooth saw -> {
                command.addAll(List.of("--shape", "sawtooth"));
                option(command, "--period-ms", saw.period().toMillis());
            }
            case MemoryShape.Runaway runaway -> {
                command.addAll(
                        List.of(
                                "--shape",
                                "runaway",
                                "--rate",
                                number(runaway.rate().bytesPerSecond())));
                option(command, "--doubling-ms", runaway.doubling().toMillis());
            }
        }
        return command;
    }

    /** The Java program; of shapes it knows the saw-tooth between base and peak. */
    static List<String> heap(MemoryShape shape) {
        long base = Math.max(LEAST_HEAP_MIB / 2, mib(shape.base()) - JVM_SHARE_MIB);
        long peak = Math.max(LEAST_HEAP_MIB, mib(shape.peak()) - JVM_SHARE_MIB);
        long period = shape instanceof MemoryShape.SawTooth saw ? saw.period().toMillis() : 10_000;
        return List.of(
                "/jdk/bin/java",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:MinHeapFreeRatio=1",
                "-XX:MaxHeapFreeRatio=5",
                "-XX:-ShrinkHeapInSteps",
                "-Xms" + (base + LEAST_HEAP_MIB / 2) + "m",
                "-Xmx" + (peak + 4 * LEAST_HEAP_MIB) + "m",
                "-Xmn12m",
                "-cp",
                "/app",
                HeapFiller.class.getName(),
                Long.toString(base),
                Long.toString(peak),
                Long.toString(period));
    }

    private static void option(List<String> command, String name, long value) {
        command.add(name);
        command.add(Long.toString(value));
    }

    private static String bytes(DataSize size) {
        return Long.toString(size.bytes());
    }

    private static long mib(DataSize size) {
        return Math.round(size.mebibytes());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
