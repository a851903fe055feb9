package io.podferry.cli.controller;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a controller is told besides its cluster and where it listens.
 *
 * @param certificates folder with {@code ca.crt}, {@code engine.crt} and {@code engine.key}
 * @param policy policy file; empty: the standard policy, which only recommends
 * @param leaseNamespace of the Lease that replicas stand for election by
 * @param leaseName of that Lease
 * @param agentApiPort port of the agents' API
 * @param agentTransferPort port on which agents receive images
 */
record ControllerConfig(
        Path certificates,
        Optional<Path> policy,
        String leaseNamespace,
        String leaseName,
        int agentApiPort,
        int agentTransferPort) {}
