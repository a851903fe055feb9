package io.podferry.simulations.judge;

import io.podferry.simulations.world.RunResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one policy has more of than another, seed by seed, with 95 % intervals.
 *
 * @param kills difference of kills
 * @param lostSeconds difference of the lost work, seconds
 * @param bytesMoved difference of the bytes moved
 */
public record Paired(
        Bootstrap.Interval kills, Bootstrap.Interval lostSeconds, Bootstrap.Interval bytesMoved) {
    static Paired of(List<RunResult> one, List<RunResult> other) {
        return new Paired(
                difference(one, other, RunResult::kills),
                difference(one, other, RunResult::lostPodSeconds),
                difference(one, other, RunResult::bytesMoved));
    }

    private static Bootstrap.Interval difference(
            List<RunResult> one, List<RunResult> other, ToDoubleFunction<RunResult> figure) {
        return Bootstrap.difference(
                one.stream().mapToDouble(figure).toArray(),
                other.stream().mapToDouble(figure).toArray());
    }
}
