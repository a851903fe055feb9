/**
 * The real programs of demo and benchmarks: a small C program, compiled on first use, and a Java
 * program that fills its heap; and the pods made of them.
 */
@NullMarked
package io.podferry.cli.workload;

import org.jspecify.annotations.NullMarked;
