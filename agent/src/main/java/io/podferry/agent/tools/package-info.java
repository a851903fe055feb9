/**
 * The programs of other people an agent needs: runc, CRIU and a few of the base system, found or
 * provided.
 */
@NullMarked
package io.podferry.agent.tools;

import org.jspecify.annotations.NullMarked;
