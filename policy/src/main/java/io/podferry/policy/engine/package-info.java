/**
 * The whole product in one method: {@code tick} runs telemetry, forecast, risk, plan and migration
 * in order.
 */
@NullMarked
package io.podferry.policy.engine;

import org.jspecify.annotations.NullMarked;
