package io.podferry.cli.extender;

import io.podferry.extender.http.ExtenderConfig;
import io.podferry.extender.http.TlsFiles;
import io.podferry.extender.scheduler.Finding;
import io.podferry.extender.scheduler.SchedulerConfigCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the extender listens, and for whom. */
public final class ListenOptions {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8888",
            description = "Address to listen on (default: ${DEFAULT-VALUE}; port 0: any free one).")
    private String listen = "";

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Authority that kube-scheduler's client certificate must come from, PEM.")
    private @Nullable Path clientCa;

    @Option(
            names = "--plain-http",
            description = "Speak plain HTTP beyond this machine: for a network that is trusted.")
    private boolean plain;

    @Option(
            names = "--scheduler-config",
            paramLabel = "FILE",
            description =
                    "kube-scheduler's configuration: refuse to start when it would call this"
                            + " extender unsafely, for example by HTTPS without an authority.")
    private @Nullable Path schedulerConfig;

    @Option(
            names = "--drain-notice",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "How long to go on answering, as not ready, after being told to stop"
                            + " (default: ${DEFAULT-VALUE}).")
    private long drainNotice;

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException when the options contradict each other
     */
    public ExtenderConfig config() {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "not an address: '%s'. Maybe 127.0.0.1:8888?".formatted(listen));
        }
        Optional<TlsFiles> tls = tls();
        if (plain && tls.isPresent()) {
            throw new IllegalArgumentException(
                    "--plain-http contradicts --tls-cert. Maybe leave --plain-http out?");
        }
        ExtenderConfig usual = ExtenderConfig.DEFAULT;
        return new ExtenderConfig(
                listen.substring(0, colon),
                Integer.parseInt(listen.substring(colon + 1)),
                usual.largestBody(),
                tls,
                plain,
                usual.bodyTime(),
                Duration.ofSeconds(drainNotice),
                usual.drainLimit());
    }

    /**
     * Checks how kube-scheduler is going to call.
     *
     * @return what works but not well
     * @throws IllegalArgumentException when it would be unsafe or in vain
     */
    public List<Finding> checkScheduler() {
        Path file = schedulerConfig;
        if (file == null) {
            return List.of();
        }
        List<Finding> findings;
        try {
            findings = SchedulerConfigCheck.check(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read '%s': %s. Maybe another folder?".formatted(file, e.getMessage()),
                    e);
        }
        List<String> refused =
                findings.stream()
                        .filter(finding -> finding.severity() == Finding.Severity.REFUSED)
                        .map(Finding::toString)
                        .toList();
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(file + ": " + String.join("\n  ", refused));
        }
        return findings;
    }

    private Optional<TlsFiles> tls() {
        Path chain = certificate;
        Path secret = key;
        Path authority = clientCa;
        if (chain == null && secret == null && authority == null) {
            return Optional.empty();
        }
        if (chain == null || secret == null || authority == null) {
            throw new IllegalArgumentException(
                    "--tls-cert, --tls-key and --client-ca belong together. Without a client"
                            + " authority anybody could steer the scheduler.");
        }
        return Optional.of(new TlsFiles(chain, secret, authority));
    }
}
