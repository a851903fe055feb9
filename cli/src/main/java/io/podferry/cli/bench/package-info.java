/** Measurements that anybody can repeat. */
@NullMarked
package io.podferry.cli.bench;

import org.jspecify.annotations.NullMarked;
