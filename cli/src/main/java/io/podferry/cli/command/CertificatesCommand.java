package io.podferry.cli.command;

import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Member;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the certificates by which controller and agents of a Kubernetes cluster know each other.
 */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = {
            "Make the certificates of controller and agents: an authority, one per agent, and one",
            "for all replicas of the controller (engine.crt). What exists is kept."
        },
        footer = {
            "",
            "Example:",
            "  podferry certificates ./certificates --agent node-1=10.0.0.1 --agent node-2=10.0.0.2"
        })
final class CertificatesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder for them, made 0700 when missing.")
    private Path folder = Path.of("");

    @Option(
            names = "--agent",
            required = true,
            paramLabel = "NODE=ADDRESS",
            description = "A node and the IPv4 address its agent listens on.")
    private Map<String, String> agents = new TreeMap<>();

    @Override
    public Integer call() {
        List<Member> members = new ArrayList<>();
        members.add(new Member(ClusterConfig.ENGINE, Member.Role.ENGINE, List.of()));
        agents.forEach((node, address) ->
                members.add(new Member(node, Member.Role.AGENT, List.of(address))));
        try {
            ClusterCertificates.create(folder, members);
            return 0;
        } catch (IOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }
}
