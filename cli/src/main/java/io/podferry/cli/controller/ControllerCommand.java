package io.podferry.cli.controller;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.extender.ListenOptions;
import io.podferry.extender.http.ExtenderConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One replica of the control plane process on Kubernetes. */
@Command(
        name = "controller",
        mixinStandardHelpOptions = true,
        description = {
            "Run the control plane of a Kubernetes cluster: decides which pods move, moves them,"
                    + " and",
            "answers kube-scheduler. Several replicas may run; one leads."
        },
        footer = {
            "",
            "Examples:",
            "  podferry controller --kubeconfig ~/.kube/config --certificates ./certificates",
            "  podferry controller --in-cluster --certificates /etc/podferry/certificates \\",
            "      --policy /etc/podferry/policy.yaml --listen 0.0.0.0:8443 \\",
            "      --tls-cert tls.crt --tls-key tls.key --client-ca scheduler-ca.crt"
        })
public final class ControllerCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private KubernetesOptions cluster = new KubernetesOptions();

    @Mixin private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--certificates",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder with ca.crt, engine.crt and engine.key ('podferry certificates').")
    private Path certificates = Path.of("");

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Policy file, followed while it changes (default: the standard policy, which"
                            + " only recommends; 'podferry policy show' prints it).")
    private @Nullable Path policy;

    @Option(
            names = "--leader-elect",
            paramLabel = "NAMESPACE/NAME",
            defaultValue = "podferry-system/podferry-controller",
            description = "Lease by which replicas stand for election (default: ${DEFAULT-VALUE}).")
    private String lease = "";

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Name of this replica in the Lease (default: the host's, made unique).")
    private @Nullable String identity;

    @Option(
            names = "--agent-api-port",
            paramLabel = "PORT",
            defaultValue = "7471",
            description = "Port of the agents' API (default: ${DEFAULT-VALUE}).")
    private int agentApiPort;

    @Option(
            names = "--agent-transfer-port",
            paramLabel = "PORT",
            defaultValue = "7472",
            description = "Port on which agents receive images (default: ${DEFAULT-VALUE}).")
    private int agentTransferPort;

    @Override
    public Integer call() throws InterruptedException {
        String[] words = lease.split("/", -1);
        if (words.length != 2 || words[0].isBlank() || words[1].isBlank()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "not a Lease: '%s'. Maybe podferry-system/podferry-controller?"
                            .formatted(lease));
        }
        ExtenderConfig address;
        try {
            address = listen.config();
            listen.checkScheduler()
                    .forEach(advice ->
                            spec.commandLine()
                                    .getErr()
                                    .println("podferry: the scheduler's " + advice));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        ControllerConfig config =
                new ControllerConfig(
                        certificates,
                        Optional.ofNullable(policy),
                        words[0],
                        words[1],
                        agentApiPort,
                        agentTransferPort);
        try {
            boolean told =
                    new Controller(config, address, self())
                            .run(cluster.open(), port -> listening(address, port));
            if (!told) {
                throw new ClusterException("this replica leads no more and ends");
            }
            return 0;
        } catch (IOException | UncheckedIOException e) {
            throw new ClusterException("the controller cannot run: " + e.getMessage(), e);
        }
    }

    private void listening(ExtenderConfig address, int port) {
        spec.commandLine()
                .getOut()
                .printf(
                        "{\"event\":\"listening\",\"host\":\"%s\",\"port\":%d}%n",
                        address.host(), port);
        spec.commandLine().getOut().flush();
    }

    private String self() {
        String given = identity;
        if (given != null) {
            return given;
        }
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("podferry");
        return host + "_" + UUID.randomUUID();
    }
}
