package io.podferry.simulations.report;

import io.podferry.simulations.judge.Comparison;
import io.podferry.simulations.judge.PolicySummary;
import io.podferry.simulations.world.RunResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** All runs as a table, one line each: the components of {@link RunResult}. */
final class RunsCsv {
    private RunsCsv() {}

    static String of(Comparison comparison) {
        List<RecordComponent> columns = new ArrayList<>();
        StringBuilder text = new StringBuilder("policy");
        for (RecordComponent component : RunResult.class.getRecordComponents()) {
            if (component.getType().isPrimitive()) {
                columns.add(component);
                text.append(',').append(component.getName());
            }
        }
        text.append('\n');
        for (PolicySummary policy : comparison.policies()) {
            for (RunResult run : policy.runs()) {
                text.append(policy.policy());
                for (RecordComponent column : columns) {
                    text.append(',').append(value(column, run));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static Object value(RecordComponent column, RunResult run) {
        try {
            return column.getAccessor().invoke(run);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + column, e);
        }
    }
}
