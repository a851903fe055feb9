package io.podferry.policy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCodecTest {
    private static ClassHistory history(int classes, int points) {
        ClassHistory history = new ClassHistory();
        for (int i = 0; i < classes; i++) {
            Lifetime life = new Lifetime();
            for (int t = 0; t < points; t++) {
                life.restore(1000 * t, (float) i * t);
            }
            history.restore("class-" + i, life);
        }
        return history;
    }

    @Test
    void whatWasKeptIsKnownAgain() {
        ClassHistory again = new ClassHistory();
        assertThat(HistoryCodec.decode(HistoryCodec.encode(history(3, 50)), again)).isEqualTo(3);
        Lifetime life = again.lives(again.id("class-2")).getFirst();
        assertThat(life.size()).isEqualTo(50);
        assertThat(life.millis(49)).isEqualTo(49_000);
        assertThat(life.bytes(49)).isEqualTo(98);
    }

    @Test
    void theSizeIsBounded() {
        byte[] kept = HistoryCodec.encode(history(1020, Lifetime.CAPACITY));
        assertThat(kept.length).isBetween(900_000, HistoryCodec.MOST_BYTES);
        assertThat(HistoryCodec.decode(kept, new ClassHistory())).isPositive();
    }

    /** Over several restarts of the engine, too. */
    @Test
    void whereNotAllFitTheClassesSeenLastAreKept() {
        ClassHistory history = history(1020, Lifetime.CAPACITY);
        for (int restart = 0; restart < 2; restart++) {
            ClassHistory next = new ClassHistory();
            HistoryCodec.decode(HistoryCodec.encode(history), next);
            next.restore("class-new-" + restart, history.lives(0).getFirst());
            history = next;
        }
        ClassHistory kept = history;
        assertThat(kept.lives(kept.id("class-1019"))).hasSize(1);
        assertThat(kept.lives(kept.id("class-0"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 20, 100, -1, -4})
    void damagedBytesAreNotUsed(int at) {
        byte[] kept = HistoryCodec.encode(history(3, 50));
        kept[at < 0 ? kept.length + at : at] ^= 1;
        assertThat(HistoryCodec.decode(kept, new ClassHistory())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 100})
    void cutBytesAreNotUsed(int length) {
        byte[] kept = Arrays.copyOf(HistoryCodec.encode(history(3, 50)), length);
        assertThat(HistoryCodec.decode(kept, new ClassHistory())).isZero();
    }
}
