package io.podferry.policy.plan;

/** Port: keeps decisions so that people can ask "why". Must not block. */
@FunctionalInterface
public interface DecisionLog {
    void record(DecisionRecord decision);
}
