package io.podferry.extender.http;

import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the endpoint listens and what it takes.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for any free one
 * @param largestBody requests with more than this are refused; 5,000 whole nodes are about 60 MiB
 * @param tls certificates; plain HTTP when absent
 * @param plainAnywhere whether plain HTTP may be spoken beyond this machine's loopback address
 * @param bodyTime within which a request's body must have arrived
 * @param drainNotice how long to go on answering, as not ready, before closing
 * @param drainLimit how long to wait then for requests under way
 */
public record ExtenderConfig(
        String host,
        int port,
        DataSize largestBody,
        Optional<TlsFiles> tls,
        boolean plainAnywhere,
        Duration bodyTime,
        Duration drainNotice,
        Duration drainLimit) {
    public static final ExtenderConfig DEFAULT =
            new ExtenderConfig(
                    "127.0.0.1",
                    8888,
                    DataSize.ofMebibytes(128),
                    Optional.empty(),
                    false,
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofSeconds(5));

    public ExtenderConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "port must be between 0 and 65535, was " + port + ". Maybe you meant 8888?");
        }
        if (largestBody.bytes() < 1 || largestBody.bytes() >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "largest body must be between 1 byte and 2Gi, was "
                            + largestBody
                            + ". Maybe you meant 128Mi?");
        }
        if (tls.isEmpty() && !plainAnywhere && !loopback(host)) {
            throw new IllegalArgumentException(
                    ("plain HTTP on %s would let anybody steer the scheduler. Maybe give a"
                                    + " certificate, listen on 127.0.0.1, or say that the network"
                                    + " is trusted?")
                            .formatted(host));
        }
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    public ExtenderConfig withPort(int other) {
        return new ExtenderConfig(
                host, other, largestBody, tls, plainAnywhere, bodyTime, drainNotice, drainLimit);
    }

    public ExtenderConfig withLargestBody(DataSize other) {
        return new ExtenderConfig(
                host, port, other, tls, plainAnywhere, bodyTime, drainNotice, drainLimit);
    }

    public ExtenderConfig withTls(TlsFiles files) {
        return new ExtenderConfig(
                host,
                port,
                largestBody,
                Optional.of(files),
                plainAnywhere,
                bodyTime,
                drainNotice,
                drainLimit);
    }

    public ExtenderConfig withBodyTime(Duration other) {
        return new ExtenderConfig(
                host, port, largestBody, tls, plainAnywhere, other, drainNotice, drainLimit);
    }

    /** Listens on an address that others reach, without certificates: for trusted networks only. */
    public ExtenderConfig plainOn(String address) {
        return new ExtenderConfig(
                address, port, largestBody, tls, true, bodyTime, drainNotice, drainLimit);
    }
}
