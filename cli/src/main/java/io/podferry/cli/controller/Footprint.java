package io.podferry.cli.controller;

import io.podferry.extender.pods.PodShape;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the pod objects of a migration.
 *
 * @param shape of both pods
 * @param cloneUid UID of the clone's object, absent before there is one
 */
record Footprint(PodShape shape, Optional<String> cloneUid) {
    /** Nothing is known: the objects are gone, and only leftovers are to be removed. */
    static final Footprint UNKNOWN =
            new Footprint(new PodShape(List.of(), List.of(), List.of()), Optional.empty());
}
