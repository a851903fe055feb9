package io.podferry.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another process of this program: the same JDK, class path and ahead-of-time cache. */
final class JavaCommand {
    private JavaCommand() {}

    /**
     * @param heapMebibytes largest heap
     * @param arguments of the command line, as behind {@code podferry}
     */
    static List<String> of(int heapMebibytes, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xss512k",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr:",
                        "-Xmx" + heapMebibytes + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
        String cache = System.getProperty("podferry.aot", "");
        if (!cache.isEmpty() && Files.exists(Path.of(cache))) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Dpodferry.aot=" + cache);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.podferry.cli.Main"));
        command.addAll(arguments);
        return command;
    }
}
