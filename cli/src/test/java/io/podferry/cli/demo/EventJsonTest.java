package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.migration.MigrationState;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private final EventJson json = new EventJson();

    @Test
    void theSummaryHasTheAgreedNamesFirst() {
        assertThat(json.summary(7, List.of(Fixtures.none(), Fixtures.active())).toString())
                .startsWith(
                        "{\"event\":\"summary\",\"seed\":7,\"runs\":[{\"policy\":\"none\",\"kills\":1,"
                            + "\"lostWorkSeconds\":17.8,\"moves\":0,\"bytesMoved\":0,"
                            + "\"downtimeMillis\":[],\"countersContinuous\":false,")
                .contains(
                        "{\"policy\":\"default\",\"kills\":0,\"lostWorkSeconds\":0.0,\"moves\":1,"
                                + "\"bytesMoved\":314572800,\"downtimeMillis\":[740],"
                                + "\"countersContinuous\":true,");
    }

    @Test
    void unknownFiguresAreAbsent() {
        assertThat(json.of(Fixtures.migration(3, MigrationState.FROZEN, 100, "")).toString())
                .isEqualTo(
                        "{\"event\":\"migration\",\"atSeconds\":3.0,\"id\":\"m-1\",\"pod\":\"counter-1\","
                            + "\"source\":\"node-1\",\"target\":\"node-2\",\"state\":\"FROZEN\","
                            + "\"bytesDone\":104857600,\"bytesTotal\":314572800}");
        assertThat(json.of(Fixtures.sample(3, Fixtures.NODE_1, 100)).has("exhaustedInSeconds"))
                .isFalse();
    }

    @Test
    void aKillTellsWhomWhenAndWhatWasLost() {
        assertThat(json.of(Fixtures.killed(18)).toString())
                .isEqualTo(
                        "{\"event\":\"podKilled\",\"atSeconds\":18.0,\"pod\":\"counter-1\",\"node\":\"node-1\","
                            + "\"memoryBytes\":325058560,\"lostWorkSeconds\":17.8,\"cause\":\"node-1"
                            + " was full\"}");
    }
}
