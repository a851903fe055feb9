package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.plan.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What {@code --policy} names: one of the policies, or a policy file. A policy by name has its
 * default parameters and is acted on; a file says itself whether it is.
 *
 * @param text a name, or the absolute path of a file
 * @param label for people: the name, or that of the file's object
 * @param settings what is in force: of a file, what it said when it was read
 */
public record PolicyChoice(String text, String label, PolicySettings settings) {
    /**
     * Understands what a person wrote.
     *
     * @throws IllegalArgumentException when there is no such policy, or when the file is not good:
     *     says what is wrong and what to do
     */
    public static PolicyChoice of(String written) {
        if (!isFile(written)) {
            Policies.byName(written);
            return new PolicyChoice(written, written, PolicySettings.enforcing(written));
        }
        Path file = Path.of(written).toAbsolutePath().normalize();
        PolicyFile read = PolicyFile.read(file);
        if (!read.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    read.problems().stream()
                            .map(LocatedProblem::text)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return new PolicyChoice(file.toString(), read.settings().name(), read.settings());
    }

    /**
     * Whether the text means a file: no policy's name has a slash or a dot, or is that of a file.
     */
    public static boolean isFile(String written) {
        return written.contains("/")
                || written.contains(".")
                || (!Policies.names().contains(written) && Files.exists(Path.of(written)));
    }
}
