package io.podferry.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.api.MigrationView;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoveProgressTest {
    private static MigrationView move(
            MigrationState state, String detail, Map<String, Long> facts) {
        return new MigrationView(
                "m1",
                1,
                "web",
                "web",
                "u1",
                "u2",
                "node-1",
                "node-2",
                state,
                detail,
                512L << 20,
                "",
                "operator",
                0,
                0,
                null,
                facts);
    }

    @Test
    void showsPhaseBytesRateAndStandstill() {
        MigrationView dumping =
                move(
                        MigrationState.FROZEN,
                        "",
                        Map.of(
                                MigrationFacts.IMAGE_BYTES,
                                256L << 20,
                                MigrationFacts.FROZEN_AT_EPOCH_MILLIS,
                                1_000L));
        assertThat(MoveProgress.line(dumping, 1_500))
                .isEqualTo(
                        "web node-1 -> node-2: dumping and shipping, 256Mi of about 512Mi, 512"
                                + " MiB/s, still for 0.5 s");
    }

    /** What went ahead of the freeze did not go in the time since. */
    @Test
    void theRateIsThatOfTheTimeSinceTheFreeze() {
        MigrationView dumping =
                move(
                        MigrationState.FROZEN,
                        "",
                        Map.of(
                                MigrationFacts.IMAGE_BYTES,
                                500L << 20,
                                MigrationFacts.AHEAD_BYTES,
                                400L << 20,
                                MigrationFacts.FROZEN_AT_EPOCH_MILLIS,
                                1_000L));
        assertThat(MoveProgress.line(dumping, 1_500)).contains(", 200 MiB/s, still for 0.5 s");
    }

    @Test
    void showsWhatAStepTells() {
        assertThat(MoveProgress.line(move(MigrationState.PLANNED, "asking the agent", Map.of()), 0))
                .isEqualTo("web node-1 -> node-2: checking both nodes (asking the agent)");
    }
}
