/**
 * Commands of people against a Kubernetes cluster. They speak with the API server only, with the
 * rights of whoever calls them: a wish is a PodMigration, and what has become of it is its status.
 */
@NullMarked
package io.podferry.cli.kubectl;

import org.jspecify.annotations.NullMarked;
