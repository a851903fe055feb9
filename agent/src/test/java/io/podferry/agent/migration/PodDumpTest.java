package io.podferry.agent.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodDumpTest {
    private static final Map<String, DumpState> STATES =
            Map.of(
                    "working", new DumpState.Running(Optional.empty()),
                    "waiting", new DumpState.AwaitingVote(Instant.EPOCH, Instant.EPOCH),
                    "failed", new DumpState.Failed("no", true),
                    "dead", new DumpState.Failed("no", false),
                    "killed", new DumpState.Killed(),
                    "resumed", new DumpState.Resumed());

    /** Answers with one state for ever. */
    private record Still(DumpState state) implements ContainerDump {
        @Override
        public Path images() {
            return Path.of("images");
        }

        @Override
        public DumpState poll() {
            return state;
        }

        @Override
        public void heartbeat() {}

        @Override
        public boolean promise() {
            return true;
        }

        @Override
        public boolean vote(boolean commit) {
            return true;
        }

        @Override
        public Optional<String> repair() {
            return Optional.empty();
        }
    }

    @ParameterizedTest(name = "{0}: given up {1}, committed {2}")
    @CsvSource({
        "working, false, false",
        "waiting, false, false",
        "failed, true, false",
        "dead, true, true",
        "killed, false, true",
        "resumed, true, false",
    })
    void isSettledWhenNothingIsLeftToThawOrToKill(
            String state, boolean aborted, boolean committed) {
        PodDump dump = new PodDump(Map.of("main", new Still(STATES.get(state))), 1);
        assertThat(List.of(dump.settled(false, _ -> {}), dump.settled(true, _ -> {})))
                .containsExactly(aborted, committed);
    }
}
