/**
 * Who is who in a cluster: one certificate authority per cluster, one certificate per agent, engine
 * and command line, and TLS 1.3 contexts that accept nobody else.
 */
@NullMarked
package io.podferry.agent.security;

import org.jspecify.annotations.NullMarked;
