package io.podferry.extender.protocol;

import io.podferry.extender.objects.PodFacts;

/** A filter or prioritize request. */
public record ExtenderArgs(PodFacts pod, Candidates candidates) {}
