package io.podferry.extender.http;

import io.podferry.policy.units.DataSize;

/**
 * Where the endpoint listens and what it takes.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for any free one
 * @param largestBody requests with more than this are refused; 5,000 whole nodes are about 60 MiB
 */
public record ExtenderConfig(String host, int port, DataSize largestBody) {
    public static final ExtenderConfig DEFAULT =
            new ExtenderConfig("127.0.0.1", 8888, DataSize.ofMebibytes(128));

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
    }

    public ExtenderConfig withPort(int other) {
        return new ExtenderConfig(host, other, largestBody);
    }
}
