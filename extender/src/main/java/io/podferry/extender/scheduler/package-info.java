/**
 * Checks kube-scheduler's own configuration. The extender cannot see how kube-scheduler will call
 * it, and some settings make that call unsafe without a word: they are found before anything is
 * served.
 */
@NullMarked
package io.podferry.extender.scheduler;

import org.jspecify.annotations.NullMarked;
