package io.podferry.policy.migration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Agents that answer as they were told; without instructions they do every step at once. */
public final class ScriptedAgents implements MigrationExecutor {
    private final Map<Step, StepStatus> answers = new EnumMap<>(Step.class);
    private final Set<Step> unreachable = EnumSet.noneOf(Step.class);
    private final List<Step> started = new ArrayList<>();

    static StepStatus done() {
        return new StepStatus.Done(Optional.of("hash"), Map.of());
    }

    ScriptedAgents answer(Step step, StepStatus status) {
        answers.put(step, status);
        return this;
    }

    /** The step is asked for and no answer ever comes. */
    ScriptedAgents silent(Step step) {
        return answer(step, StepStatus.Pending.unknown("no answer"));
    }

    ScriptedAgents works(Step step) {
        unreachable.remove(step);
        answers.remove(step);
        return this;
    }

    /** The adapter itself fails. */
    ScriptedAgents unreachable(Step step) {
        unreachable.add(step);
        return this;
    }

    List<Step> started() {
        return started;
    }

    @Override
    public void start(MigrationRecord record, Step step) {
        started.add(step);
        if (unreachable.contains(step)) {
            throw new IllegalStateException("connection refused");
        }
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        StepStatus status = answers.get(step);
        return status == null ? done() : status;
    }
}
