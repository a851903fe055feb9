package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.Problem;

/**
 * A problem and where it stands.
 *
 * @param file name as it was given
 */
record LocatedProblem(String file, Place place, Problem problem) {
    /** One line, as compilers write it: file, line, column, what is wrong, what is allowed. */
    String text() {
        String allowed = problem.allowed().isEmpty() ? "" : " Allowed: " + problem.allowed() + ".";
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        return "%s:%d:%d: %s%s%s"
                .formatted(
                        file,
                        place.line(),
                        place.column(),
                        path,
                        sentence(problem.message()),
                        allowed);
    }

    private static String sentence(String message) {
        return message.endsWith("?") || message.endsWith(".") ? message : message + ".";
    }
}
