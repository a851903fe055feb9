package io.podferry.cli.local;

import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.PolicyView;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.policy.migration.MigrationFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains what was decided about a pod. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description =
                "Explain what was decided about a pod and its node, newest first; also for pods"
                        + " that are gone.",
        footer = {"", "Example:", "  podferry local why solver --limit 3"})
final class WhyCommand implements Callable<Integer> {
    private static final int MOST = 1000;

    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "POD", description = "Name of the pod.")
    private String pod = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many decisions (default: ${DEFAULT-VALUE}).")
    private int limit = 5;

    @Option(
            names = "--json",
            description = "Print one JSON object with policy, decisions and migrations.")
    private boolean json;

    /** What --json prints. */
    record Answer(
            PolicyView policy, List<DecisionView> decisions, List<MigrationView> migrations) {}

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > MOST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--limit must be 1 to %d, but is %d".formatted(MOST, limit));
        }
        try (LocalCluster up = cluster.attach()) {
            List<MigrationView> moves =
                    up.migrations().reversed().stream()
                            .filter(m -> m.pod().equals(pod) || m.cloneName().equals(pod))
                            .limit(limit)
                            .toList();
            Answer answer = new Answer(up.policy(), up.why(pod, limit), moves);
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? ApiJson.mapper().writeValueAsString(answer) + "\n" : text(answer));
            out.flush();
        }
        return 0;
    }

    private String text(Answer answer) {
        StringBuilder text = new StringBuilder(answer.policy().text());
        for (MigrationView move : answer.migrations()) {
            text.append(
                    "move %s at %s: %s -> %s, %s%s%n  asked for by the %s: %s%n"
                            .formatted(
                                    move.id(),
                                    Instant.ofEpochMilli(move.createdAtEpochMillis()),
                                    move.source(),
                                    move.target(),
                                    move.state(),
                                    outcome(move),
                                    move.requestedBy(),
                                    move.reason()));
        }
        for (DecisionView decision : answer.decisions()) {
            text.append('\n').append(decision.text());
        }
        if (answer.decisions().isEmpty()) {
            text.append(
                    "nothing had to be decided about '%s': no node it was on was in danger.%n"
                            .formatted(pod));
        }
        return text.toString();
    }

    private static String outcome(MigrationView move) {
        String why = move.abortReason();
        if (why != null) {
            return " because " + why;
        }
        return move.fact(MigrationFacts.DOWNTIME_MILLIS).stream()
                .mapToObj(ms -> String.format(Locale.ROOT, ", stood still for %.2f s", ms / 1e3))
                .findFirst()
                .orElse("");
    }
}
