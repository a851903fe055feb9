package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir Path scratch;

    @Test
    void anAgentShipsToItselfAndTheTicketIsVoidAfterwards() throws Exception {
        try (TwoAgents agents = new TwoAgents(scratch)) {
            long bytes =
                    Rehearsal.run(
                            agents.receiver,
                            agents.identity("target"),
                            "target",
                            scratch.resolve("rehearsal"),
                            2 << 20);
            assertThat(bytes).isGreaterThanOrEqualTo(2 << 20);
            assertThat(agents.receiver.received("rehearsal")).isNull();
            assertThat(scratch.resolve("rehearsal/images/rehearsal"))
                    .as("pages that belong to nobody are all that is stored")
                    .isDirectoryNotContaining("glob:**/parent");
        }
    }
}
