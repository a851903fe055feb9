/**
 * Which of several replicas acts. One holds a Lease; whoever acts asks before every effect whether
 * it still may, by a deadline on the monotonic clock that ends before anybody else can take over.
 */
@NullMarked
package io.podferry.extender.leader;

import org.jspecify.annotations.NullMarked;
