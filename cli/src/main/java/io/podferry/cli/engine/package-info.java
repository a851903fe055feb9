/**
 * The engine process of local mode: the policy engine with its adapters to agents, journal and
 * people.
 */
@NullMarked
package io.podferry.cli.engine;

import org.jspecify.annotations.NullMarked;
