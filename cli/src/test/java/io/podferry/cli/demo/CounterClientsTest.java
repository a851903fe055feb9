package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.simulations.events.DemoEvent.RequestGap;
import io.podferry.simulations.ledger.RequestLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class CounterClientsTest {
    private final RequestLedger ledger = new RequestLedger();
    private final List<RequestGap> gaps = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<CounterClients.Endpoint>> where =
            new AtomicReference<>(Optional.empty());

    @Test
    void aCounterThatStandsStillIsWaitedFor() throws Exception {
        try (FakeCounter counter = new FakeCounter(0);
                CounterClients _ = clients()) {
            where.set(Optional.of(counter.endpoint("a")));
            await(5);
            counter.freeze();
            long before = ledger.answers();
            Thread.sleep(150);
            assertThat(ledger.answers()).isLessThanOrEqualTo(before + 1);
            counter.thaw();
            await(before + 5);
            assertThat(ledger.continuous()).isTrue();
        }
    }

    /** The request under way may have been counted before the checkpoint, or not. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aMovedCounterIsFollowed(long countedUnderWay) throws Exception {
        try (FakeCounter source = new FakeCounter(0);
                CounterClients _ = clients()) {
            where.set(Optional.of(source.endpoint("a")));
            await(5);
            long number = source.freeze();
            Thread.sleep(50);
            long before = ledger.answers();
            try (FakeCounter clone = new FakeCounter(number + countedUnderWay)) {
                where.set(Optional.of(clone.endpoint("b")));
                await(before + 5);
                assertThat(ledger.continuous()).isTrue();
                assertThat(gaps).isEmpty();
            }
        }
    }

    @Test
    void aCounterThatBeginsAgainIsNoticed() throws Exception {
        try (FakeCounter first = new FakeCounter(0);
                CounterClients _ = clients()) {
            where.set(Optional.of(first.endpoint("a")));
            await(5);
            where.set(Optional.empty());
            Thread.sleep(30);
            try (FakeCounter second = new FakeCounter(0)) {
                where.set(Optional.of(second.endpoint("b")));
                await(ledger.answers() + 3);
                assertThat(ledger.continuous()).isFalse();
                assertThat(gaps).singleElement().matches(RequestGap::repeated);
            }
        }
    }

    @Test
    void aCounterThatAnswersFromTwoPlacesIsNoticed() throws Exception {
        try (FakeCounter one = new FakeCounter(0);
                FakeCounter other = new FakeCounter(1);
                CounterClients _ = clients()) {
            where.set(Optional.of(one.endpoint("a")));
            await(4);
            where.set(Optional.of(other.endpoint("b")));
            await(ledger.answers() + 3);
            assertThat(ledger.continuous()).isFalse();
        }
    }

    @Test
    void nobodyIsAskedWhereNobodyListens() throws IOException, InterruptedException {
        CounterClients.Endpoint deserted;
        try (FakeCounter gone = new FakeCounter(0)) {
            deserted = gone.endpoint("a");
        }
        try (CounterClients _ = clients()) {
            where.set(Optional.of(deserted));
            Thread.sleep(50);
            assertThat(ledger.answers()).isZero();
            try (FakeCounter next = new FakeCounter(0)) {
                where.set(Optional.of(next.endpoint("b")));
                await(3);
                assertThat(ledger.continuous()).isTrue();
            }
        }
    }

    private CounterClients clients() {
        CounterClients clients =
                new CounterClients(
                        _ -> where.get(),
                        ledger,
                        () -> Duration.ZERO,
                        gaps::add,
                        Duration.ofMillis(2));
        clients.request("counter-1");
        return clients;
    }

    private void await(long answers) throws InterruptedException {
        while (ledger.answers() < answers) {
            Thread.sleep(1);
        }
    }
}
