package io.podferry.cli.workload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The machine's C compiler; installed from the distribution's packages when there is none. */
final class Compiler {
    private static final String REMEDY =
            "Install a C compiler with static libc, for example 'apt-get install gcc libc6-dev'.";

    private final Consumer<String> progress;

    Compiler(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Makes a static program of one source file. */
    void compile(Path source, Path program) throws WorkloadException, InterruptedException {
        if (!runs(List.of("cc", "--version"))) {
            install();
        }
        progress.accept("compiling " + source.getFileName());
        run(
                List.of("cc", "-O2", "-static", "-o", program.toString(), source.toString(), "-lm"),
                "the demo's program does not compile");
    }

    private void install() throws WorkloadException, InterruptedException {
        if (!runs(List.of("apt-get", "--version"))) {
            throw new WorkloadException("there is no C compiler (cc). " + REMEDY);
        }
        progress.accept("installing a C compiler");
        List<String> install =
                List.of("apt-get", "install", "-y", "--no-install-recommends", "gcc", "libc6-dev");
        if (!runs(install)) {
            run(List.of("apt-get", "update"), "there is no C compiler (cc)");
            run(install, "there is no C compiler (cc)");
        }
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            Process process = start(command);
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static void run(List<String> command, String failure)
            throws WorkloadException, InterruptedException {
        try {
            Process process = start(command);
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new WorkloadException(
                        "%s: '%s' said: %s %s"
                                .formatted(
                                        failure,
                                        String.join(" ", command),
                                        lastLine(output),
                                        REMEDY));
            }
        } catch (IOException e) {
            throw new WorkloadException(failure + ": " + e.getMessage() + " " + REMEDY, e);
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static String lastLine(String output) {
        List<String> lines = output.strip().lines().toList();
        return lines.isEmpty() ? "nothing." : lines.getLast();
    }
}
