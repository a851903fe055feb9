/**
 * What the engine's API and its clients say to each other: plain records, JSON, units in the names.
 */
@NullMarked
package io.podferry.cli.api;

import org.jspecify.annotations.NullMarked;
