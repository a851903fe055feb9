package io.podferry.cli.policyfile;

import io.podferry.cli.simulate.TuneCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Policy files and what may stand in them. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Check, show, compare, explain and tune policy files.",
        footer = {"", "Example:", "  podferry policy lint policy.yaml"},
        subcommands = {
            LintCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            ExplainCommand.class,
            SchemaCommand.class,
            TuneCommand.class,
        })
public final class PolicyCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
