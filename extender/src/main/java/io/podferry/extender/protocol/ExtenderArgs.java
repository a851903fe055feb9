package io.podferry.extender.protocol;

/** A filter or prioritize request. */
public record ExtenderArgs(PodFacts pod, Candidates candidates) {}
