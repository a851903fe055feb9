/**
 * The agent's HTTP API, both ends: JSON over mutual TLS, long-polling where somebody waits for a
 * change.
 */
@NullMarked
package io.podferry.agent.http;

import org.jspecify.annotations.NullMarked;
