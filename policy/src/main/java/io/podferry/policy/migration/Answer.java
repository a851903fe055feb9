package io.podferry.policy.migration;

/** What the coordinator says to a wish of the policy or of a person. */
public sealed interface Answer {
    /** Done as asked; {@code record} is what is stored now. */
    record Accepted(MigrationRecord record) implements Answer {}

    /** Not done, and nothing has changed. {@code reason} says why and what to do. */
    record Refused(String reason) implements Answer {}
}
