package io.podferry.extender.http;

import java.nio.file.Path;
import java.time.Duration;

/**
 * PEM files of the endpoint. They are looked at again regularly, so that certificates can be
 * renewed without a restart.
 *
 * @param certificate the server's chain, own certificate first
 * @param key its private key
 * @param clientCa authority of the clients: kube-scheduler's certificate must come from it
 * @param lookAgain how often the files are looked at
 */
public record TlsFiles(Path certificate, Path key, Path clientCa, Duration lookAgain) {
    public TlsFiles(Path certificate, Path key, Path clientCa) {
        this(certificate, key, clientCa, Duration.ofSeconds(10));
    }
}
