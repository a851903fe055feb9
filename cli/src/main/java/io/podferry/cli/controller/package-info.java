/**
 * The control plane process on Kubernetes: the policy engine and its loop, the scheduler's extender
 * and the coordinator of migrations in one. One replica leads and does everything; the others only
 * keep their picture of the cluster.
 */
@NullMarked
package io.podferry.cli.controller;

import org.jspecify.annotations.NullMarked;
