package io.podferry.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A decision record as it is kept.
 *
 * @param atEpochMillis when it was decided
 * @param policy name of the policy
 * @param node the endangered node
 * @param finding the outcome
 * @param pods names of the pods it was about: those of the node, and those that were candidates
 * @param moves the moves chosen
 * @param line one line for a log
 * @param text several lines for people
 * @param record the whole record
 */
public record DecisionView(
        long atEpochMillis,
        String policy,
        String node,
        String finding,
        List<String> pods,
        List<Move> moves,
        String line,
        String text,
        JsonNode record) {

    /** A move that was chosen. */
    public record Move(String pod, String source, String target) {}
}
