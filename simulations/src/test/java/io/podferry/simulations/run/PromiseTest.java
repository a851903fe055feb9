package io.podferry.simulations.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    @ParameterizedTest(name = "{0}: {1} kills, {2} moves, continuous {3}, {4} requests -> {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    none    | 2 | 0 | false | 90 |
                    none    | 0 | 0 | true  | 90 | killed nothing
                    none    | 1 | 1 | true  | 90 | moved under the policy none
                    none    | 1 | 0 | true  | 0  | no counter answered
                    default | 0 | 1 | true  | 90 |
                    default | 1 | 1 | true  | 90 | the kernel killed 1 pods \\(counter-1\\), 5.0 s
                    default | 0 | 0 | true  | 90 | no pod moved
                    default | 0 | 1 | false | 90 | lost or repeated a number
                    psi     | 3 | 0 | false | 90 |
                    """)
    void whatWasNotShownIsSaid(
            String policy, int kills, int moves, boolean continuous, long requests, String broken) {
        List<String> found = Promise.broken(result(policy, kills, moves, continuous, requests));
        if (broken == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().containsPattern(broken);
        }
    }

    private static RunResult result(
            String policy, int kills, int moves, boolean continuous, long requests) {
        RunResult.Kill kill =
                new RunResult.Kill(
                        "counter-1",
                        new NodeName("node-1"),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(5));
        return new RunResult(
                policy,
                kills,
                kills * 5.0,
                moves,
                moves * 100L,
                Stream.generate(() -> 500L).limit(moves).toList(),
                continuous,
                requests,
                0,
                Stream.generate(() -> kill).limit(kills).toList(),
                List.of());
    }
}
