package io.podferry.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.PolicyView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsCommandTest {
    private static final long MEBI = 1 << 20;
    private static final PolicyView POLICY =
            new PolicyView("default", "default", "", "enforce", 0, List.of(), List.of());

    @Test
    void listsNodesAndPodsInColumns() {
        NodeView node =
                new NodeView(
                        "node-1",
                        "10.200.1.1",
                        true,
                        1,
                        1024 * MEBI,
                        300 * MEBI,
                        0,
                        null,
                        new NodeView.Forecast(120_000, 0, 900 * MEBI, 0, 0.25, null, null, false));
        PodView pod =
                new PodView(
                        "web-1",
                        null,
                        "web",
                        "node-1",
                        "10.200.1.2",
                        "Running",
                        null,
                        300 * MEBI,
                        null,
                        0,
                        null,
                        2,
                        "web",
                        Map.of(),
                        List.of(),
                        1.5 * MEBI,
                        0L);
        String text =
                PsCommand.text(
                        new PsCommand.Listing(POLICY, List.of(node), List.of(pod), List.of()),
                        65_000);
        assertThat(text)
                .isEqualTo(
                        """
                        policy default, mode enforce

                        NODE    USED   LIMIT  FORECAST        RISK  AGENT
                        node-1  300Mi  1Gi    900Mi in 2m00s  25%   ok

                        POD  NODE    STATE    MEMORY  LIMIT  GROWTH      AGE    RESTARTS  ADDRESS
                        web  node-1  Running  300Mi   -      +1.5 MiB/s  1m05s  2         10.200.1.2
                        """);
    }

    @Test
    void whatIsUnknownIsShownAsUnknown() {
        NodeView node =
                new NodeView("node-1", "10.200.1.1", false, 0, 1024 * MEBI, 0, 0, null, null);
        assertThat(
                        PsCommand.text(
                                new PsCommand.Listing(POLICY, List.of(node), List.of(), List.of()),
                                0))
                .contains("node-1  0     1Gi    -         -     silent");
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59999, 59s", "60000, 1m00s", "3661000, 1h01m"})
    void timesAreShort(long millis, String text) {
        assertThat(PsCommand.seconds(millis)).isEqualTo(text);
    }
}
