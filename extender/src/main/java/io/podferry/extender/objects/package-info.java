/**
 * The few facts of API objects that matter here, decoded by streaming: all other fields, known or
 * not, are skipped, so that no version of Kubernetes can break the reading.
 */
@NullMarked
package io.podferry.extender.objects;

import org.jspecify.annotations.NullMarked;
