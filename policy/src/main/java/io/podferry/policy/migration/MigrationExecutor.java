package io.podferry.policy.migration;

/**
 * Port: carries steps to the agents. Neither method blocks; both may be called again at any time
 * with the same arguments. An unreachable agent is {@link StepStatus.Pending}, never {@link
 * StepStatus.Failed}: silence proves nothing.
 */
public interface MigrationExecutor {
    /** Asks the agent of the step's side to perform it. */
    void start(MigrationRecord record, Step step);

    /** The newest known status of a step that was started under this record's epoch. */
    StepStatus poll(MigrationRecord record, Step step);
}
