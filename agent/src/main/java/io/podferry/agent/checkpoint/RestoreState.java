package io.podferry.agent.checkpoint;

/** Where a held restore stands. */
public sealed interface RestoreState {
    /** CRIU rebuilds the processes. */
    record Running() implements RestoreState {}

    /** Rebuilt; nothing has been executed. Waits for the vote. */
    record Held() implements RestoreState {}

    /** Let go; the program executes. */
    record Released() implements RestoreState {}

    /** Voted down, or timed out without a vote; nothing of it is left running. */
    record Removed() implements RestoreState {}

    /**
     * The restore failed; after {@link HeldRestore#repair} nothing of it is left.
     *
     * @param reason what CRIU or runc said, and what can be done about it
     */
    record Failed(String reason) implements RestoreState {}
}
