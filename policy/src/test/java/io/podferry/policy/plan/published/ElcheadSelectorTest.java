package io.podferry.policy.plan.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The situations of the 2022 controller: pods as GB:GB/min:moves, a request, and what it picks. */
class ElcheadSelectorTest {
    private static List<ElcheadPod> pods(String text) {
        List<ElcheadPod> pods = new ArrayList<>();
        for (String one : text.split(" ")) {
            String[] parts = one.split(":");
            pods.add(
                    new ElcheadPod(
                            pod("p" + pods.size()),
                            Double.parseDouble(parts[0]),
                            Double.parseDouble(parts[1]),
                            Integer.parseInt(parts[2])));
        }
        return pods;
    }

    private static PodSnapshot pod(String name) {
        return new PodSnapshot(
                new PodUid(name),
                Optional.empty(),
                name,
                new NodeName("node-1"),
                "worker",
                Map.of(),
                DataSize.ZERO,
                Instant.EPOCH,
                Optional.empty(),
                Instant.EPOCH,
                List.of());
    }

    @ParameterizedTest(name = "{0} of {1} for {2} GB: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MAX        | 10:0:0 40:0:0 20:0:0       | 30 | 0   | p1    |
                    MAX        | 10:0:0 40:0:0 20:0:0       | 50 | 0   |       | the largest pod is smaller than the request
                    BIG_ENOUGH | 10:0:0 40:0:0 20:0:0       | 15 | 0   | p2    |
                    BIG_ENOUGH | 10:0:0 40:0:0 20:0:0       | 41 | 0   |       | no pod is as large as the request
                    OPTIMAL    | 10:0:0 40:0:0 20:0:0       | 35 | 0   | p0 p2 |
                    OPTIMAL    | 10:0:0 40:0:0 20:0:0       | 9  | 0   |       | no set of pods fits into the request
                    OPTIMAL    | 5:0:0 4:0:0 3:0:0          | 20 | 0   |       | no set of pods fits into the request
                    OPTIMAL    | 20:0:2 12:0:0 8:0:0        | 20 | 0   | p2 p1 |
                    SLOPE      | 10:2:0 40:9:0 20:0:0       | 1  | 50  | p1    |
                    SLOPE      | 10:2:0 40:9:0 20:0:0       | 99 | 60  |       | no pod grows by more than 1 GB/min
                    SLOPE      | 10:1:0 40:0.5:0 20:0:0     | 9  | 1   |       | no pod grows by more than 1 GB/min
                    """)
    void picksAsThe2022Controller(
            ElcheadSelector selector,
            String pods,
            double request,
            double free,
            String chosen,
            String error) {
        ElcheadSelector.Choice choice = selector.choose(pods(pods), request, free);
        assertThat(String.join(" ", choice.pods().stream().map(p -> p.pod().name()).toList()))
                .isEqualTo(chosen == null ? "" : chosen);
        assertThat(choice.error()).isEqualTo(error == null ? "" : error);
    }
}
