/**
 * The life of a local cluster on this machine: its folders, certificates, networks, cgroups and
 * processes.
 */
@NullMarked
package io.podferry.cli.cluster;

import org.jspecify.annotations.NullMarked;
