package io.podferry.simulations.ledger;

import io.podferry.simulations.events.DemoEvent.RequestGap;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Notes every request to the counters and every number they answer. A counter is continuous when
 * its answers rise by exactly one, except that a request without an answer may or may not have been
 * counted. Known from the outside only: it does not ask whoever moves the pods. Thread-safe.
 */
public final class RequestLedger {
    private final Map<String, Row> rows = new HashMap<>();
    private long answers;
    private long gaps;

    /**
     * Notes an answer.
     *
     * @return the gap or repetition that it shows, if it shows one
     */
    public synchronized Optional<RequestGap> answered(Duration at, String pod, long number) {
        answers++;
        Row row = rows.computeIfAbsent(pod, _ -> new Row());
        long expected = row.last + 1;
        boolean continuous = number >= expected && number <= expected + row.unanswered;
        row.last = number;
        row.unanswered = 0;
        if (continuous) {
            return Optional.empty();
        }
        gaps++;
        return Optional.of(new RequestGap(at, pod, expected, number));
    }

    /** Notes a request that was sent and never answered. */
    public synchronized void unanswered(String pod) {
        rows.computeIfAbsent(pod, _ -> new Row()).unanswered++;
    }

    /** Answers noted so far. */
    public synchronized long answers() {
        return answers;
    }

    /** The newest number of every counter that has answered. */
    public synchronized SortedMap<String, Long> last() {
        SortedMap<String, Long> last = new TreeMap<>();
        rows.forEach((pod, row) -> {
            if (row.last > 0) {
                last.put(pod, row.last);
            }
        });
        return last;
    }

    /** Whether at least one answer was noted and none showed a gap or a repetition. */
    public synchronized boolean continuous() {
        return answers > 0 && gaps == 0;
    }

    private static final class Row {
        private long last;
        private long unanswered;
    }
}
