/**
 * The durable record of migrations as Kubernetes objects: {@code podmigrations.podferry.io}. The
 * specification is written once, all that changes is in the status, and the API server's compare
 * and set by resource version is the coordinator's.
 */
@NullMarked
package io.podferry.extender.migrations;

import org.jspecify.annotations.NullMarked;
