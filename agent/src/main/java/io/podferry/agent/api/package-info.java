/**
 * What agent and engine say to each other: plain records, JSON over mutual TLS, units in the names.
 */
@NullMarked
package io.podferry.agent.api;

import org.jspecify.annotations.NullMarked;
