/** Many runs side by side, and what they prove: means, paired intervals, fronts and regret. */
@NullMarked
package io.podferry.simulations.judge;

import org.jspecify.annotations.NullMarked;
