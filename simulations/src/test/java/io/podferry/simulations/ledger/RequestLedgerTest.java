package io.podferry.simulations.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLedgerTest {
    @ParameterizedTest(name = "{0} -> continuous {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 2 3 4    | true
                    1 2 2 3    | false
                    1 2 4      | false
                    1 2 1 2    | false
                    2          | false
                    1 ? 2      | true
                    1 ? 3      | true
                    1 ? 4      | false
                    1 ? ? 4    | true
                    1 ? 2 4    | false
                    ?          | false
                    """)
    void numbersRiseByOneExceptForUnansweredRequests(String answers, boolean continuous) {
        RequestLedger ledger = new RequestLedger();
        for (String answer : answers.split(" ", -1)) {
            if (answer.equals("?")) {
                ledger.unanswered("counter");
            } else {
                ledger.answered(Duration.ZERO, "counter", Long.parseLong(answer));
            }
        }
        assertThat(ledger.continuous()).isEqualTo(continuous);
    }

    @Test
    void everyCounterHasItsOwnRowAndAGapNamesItsNumbers() {
        RequestLedger ledger = new RequestLedger();
        assertThat(ledger.answered(Duration.ZERO, "a", 1)).isEmpty();
        assertThat(ledger.answered(Duration.ZERO, "b", 1)).isEmpty();
        assertThat(ledger.answered(Duration.ofSeconds(1), "a", 1))
                .hasValueSatisfying(gap -> {
                    assertThat(gap.expected()).isEqualTo(2);
                    assertThat(gap.received()).isEqualTo(1);
                    assertThat(gap.repeated()).isTrue();
                });
        assertThat(ledger.answers()).isEqualTo(3);
    }
}
