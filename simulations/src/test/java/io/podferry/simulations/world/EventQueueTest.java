package io.podferry.simulations.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.simulations.world.EventQueue.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    @Test
    void eventsComeByTimeThenKindThenOrder() {
        EventQueue queue = new EventQueue();
        queue.put(20, Kind.TICK, 1, 0);
        queue.put(10, Kind.TICK, 2, 0);
        queue.put(10, Kind.END, 3, 0);
        queue.put(10, Kind.END, 4, 0);

        List<Integer> subjects = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.take();
            subjects.add(queue.subject());
        }

        assertThat(subjects).containsExactly(3, 4, 2, 1);
    }

    @Test
    void manyEventsComeInOrder() {
        EventQueue queue = new EventQueue();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5000; i++) {
            queue.put(random.nextLong(100_000), Kind.SAMPLE, i, 0);
        }

        long last = -1;
        while (!queue.isEmpty()) {
            queue.take();
            assertThat(queue.time()).isGreaterThanOrEqualTo(last);
            last = queue.time();
        }
    }

    @Test
    void transfersShareTheirLinks() {
        List<Long> ends = new ArrayList<>();
        Links links = new Links(3, (at, _, _) -> ends.add(at));

        Links.Transfer first = links.open(0, 0, 1, 1000, 0);
        links.open(1, 0, 2, 1000, 500);
        links.close(first, 1500);

        assertThat(ends).containsExactly(1000L, 1500L, 2500L, 2000L);
    }
}
