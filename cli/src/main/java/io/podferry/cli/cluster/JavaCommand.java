package io.podferry.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts another process of this program: the same JDK, class path and class-data archive. The
 * archive is only good for the collector, the headers and the native access it was made with, see
 * {@code jvm_options} of libexec/launcher.sh.
 */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * The command line of the process.
     *
     * @param heapMebibytes largest heap
     * @param arguments of the command line, as behind {@code podferry}
     */
    public static List<String> of(int heapMebibytes, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        // What a move or a compilation needed for a moment is given back to the
                        // machine.
                        "-Xms16m",
                        "-XX:MinHeapFreeRatio=10",
                        "-XX:MaxHeapFreeRatio=30",
                        "-XX:-ShrinkHeapInSteps",
                        "-XX:TrimNativeHeapInterval=5000",
                        "-Xss512k",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr:",
                        "-Xmx" + heapMebibytes + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        // The HTTPS server looks up the name of every caller; where no name service
                        // can be reached that
                        // takes many seconds. A hosts file replaces all name services.
                        "-Djdk.net.hosts.file=/dev/null",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
        // The first compiler is enough: what costs time is done by the kernel and by native code.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseCompactObjectHeaders");
        String archive = System.getProperty("podferry.archive", "");
        if (!archive.isEmpty() && Files.exists(Path.of(archive))) {
            command.add("-XX:SharedArchiveFile=" + archive);
            // Where it was made for: moved elsewhere, every page of it would be a private copy.
            command.add("-XX:+UnlockDiagnosticVMOptions");
            command.add("-XX:ArchiveRelocationMode=0");
            command.add("-Dpodferry.archive=" + archive);
        }
        String more = System.getenv("PODFERRY_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split(" +", -1)));
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "io.podferry.cli.Main"));
        command.addAll(arguments);
        return command;
    }
}
