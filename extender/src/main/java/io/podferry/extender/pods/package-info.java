/**
 * What a move does to pod objects: whether a pod can be moved by what its specification says, the
 * clone's object, and the few writes to the API server that a migration needs, each of them safe to
 * repeat.
 */
@NullMarked
package io.podferry.extender.pods;

import org.jspecify.annotations.NullMarked;
