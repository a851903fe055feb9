package io.podferry.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another process of this program: the same JDK, class path and class-data archive. */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * The command line of the process.
     *
     * @param heapMebibytes largest heap
     * @param quick whether a fast start matters more than speed later: only the first compiler
     *     works then
     * @param arguments of the command line, as behind {@code podferry}
     */
    public static List<String> of(int heapMebibytes, boolean quick, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        // What a move or a compilation needed for a moment is given back to the
                        // machine.
                        "-Xms24m",
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
        if (quick) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        String cache = System.getProperty("podferry.archive", "");
        if (!cache.isEmpty() && Files.exists(Path.of(cache))) {
            command.add("-XX:SharedArchiveFile=" + cache);
            command.add("-Dpodferry.archive=" + cache);
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
