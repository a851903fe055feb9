/** What Podferry has to say about nodes for a pod, whoever asks over which protocol. */
@NullMarked
package io.podferry.extender.advice;

import org.jspecify.annotations.NullMarked;
