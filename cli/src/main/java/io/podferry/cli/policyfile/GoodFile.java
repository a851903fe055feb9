package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The settings of a file that must be good, or the defaults without a file. */
final class GoodFile {
    private GoodFile() {}

    static PolicySettings settings(@Nullable Path file, CommandSpec spec) {
        if (file == null) {
            return PolicySettings.standard();
        }
        PolicyFile read = PolicyFile.read(file);
        if (!read.problems().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    read.problems().stream()
                            .map(LocatedProblem::text)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return read.settings();
    }
}
