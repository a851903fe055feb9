/** Which pods to move where: candidates, costs, choices, and the record that explains them. */
@NullMarked
package io.podferry.policy.plan;

import org.jspecify.annotations.NullMarked;
