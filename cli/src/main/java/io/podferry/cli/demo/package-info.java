/**
 * The demo: plays a scenario on real containers or on a virtual cluster, shows what happens, and
 * says at the end whether the run did what its policy promises.
 */
@NullMarked
package io.podferry.cli.demo;

import org.jspecify.annotations.NullMarked;
