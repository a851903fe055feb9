package io.podferry.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short program and waits for it. Thread-safe. */
public final class Command {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * How a program ended.
     *
     * @param status exit status
     * @param output standard output and standard error together
     */
    public record Outcome(int status, String output) {
        public boolean ok() {
            return status == 0;
        }
    }

    private Command() {}

    /**
     * Runs a program that ought to succeed.
     *
     * @return its output, standard error included
     * @throws IOException when it fails; the message holds the command and what it said
     */
    public static String run(String... command) throws IOException {
        Outcome outcome = attempt(List.of(command), PATIENCE);
        if (!outcome.ok()) {
            throw new IOException(
                    "'%s' failed with status %d: %s"
                            .formatted(
                                    String.join(" ", command),
                                    outcome.status(),
                                    outcome.output().strip()));
        }
        return outcome.output();
    }

    /**
     * Runs a program that may fail.
     *
     * @throws IOException when it cannot be started or takes too long
     */
    public static Outcome attempt(List<String> command, Duration atMost) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .start();
        Thread watch =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), said);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while '" + String.join(" ", command) + "' ran", e);
        } finally {
            watch.interrupt();
        }
    }
}
