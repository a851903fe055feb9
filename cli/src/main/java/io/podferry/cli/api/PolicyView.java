package io.podferry.cli.api;

import java.util.List;

/**
 * The policy in force.
 *
 * @param policy name of the policy that decides
 * @param label for people: that name, or the name of the policy file's object
 * @param file path of the policy file; empty for a policy by name
 * @param mode "enforce" or "recommend"
 * @param sinceEpochMillis when it came into force
 * @param problems why the file as it is now is not in force, but its last good version; empty when
 *     it is
 * @param known names of the policies that may be chosen
 */
public record PolicyView(
        String policy,
        String label,
        String file,
        String mode,
        long sinceEpochMillis,
        List<String> problems,
        List<String> known) {
    public PolicyView {
        problems = List.copyOf(problems);
        known = List.copyOf(known);
    }

    /** A line for people, and one more when the file is not good. */
    public String text() {
        StringBuilder text = new StringBuilder("policy ").append(label);
        if (!file.isEmpty()) {
            text.append(" (").append(policy).append(") from ").append(file);
        }
        text.append(", mode ").append(mode);
        text.append(mode.equals("enforce") ? "\n" : ": decisions are recorded, not acted on\n");
        if (!problems.isEmpty()) {
            text.append("the policy file is not used, its last good version is: ")
                    .append(String.join("; ", problems))
                    .append('\n');
        }
        return text.toString();
    }
}
