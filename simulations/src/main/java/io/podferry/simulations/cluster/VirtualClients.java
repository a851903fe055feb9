package io.podferry.simulations.cluster;

import io.podferry.simulations.events.DemoEvent.RequestGap;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Requests every counter at a steady pace and notes the answers. The first request to a frozen
 * counter has reached its socket: it is counted when the counter runs again, but its client has
 * given up by then. Later ones and those to dead counters reach nobody.
 */
final class VirtualClients {
    private final List<String> counters;
    private final Duration every;
    private final Instant start;
    private final RequestLedger ledger;
    private final Consumer<RequestGap> gaps;
    private final Map<String, Program> waiting = new TreeMap<>();
    private Instant next;

    VirtualClients(
            List<DemoPod> pods,
            Duration every,
            Instant start,
            RequestLedger ledger,
            Consumer<RequestGap> gaps) {
        this.counters =
                pods.stream()
                        .filter(pod -> pod.kind() == DemoPod.Kind.COUNTER)
                        .map(DemoPod::name)
                        .toList();
        this.every = every;
        this.start = start;
        this.next = start.plus(every);
        this.ledger = ledger;
        this.gaps = gaps;
    }

    void advanceTo(Instant now, Population population) {
        if (now.isBefore(next)) {
            return;
        }
        next = next.plus(every);
        for (String counter : counters) {
            request(now, counter, population);
        }
    }

    private void request(Instant now, String counter, Population population) {
        Optional<VirtualPod> executing =
                population.all().stream()
                        .filter(pod -> pod.name().equals(counter) && pod.executing())
                        .findFirst();
        if (executing.isPresent()) {
            Program program = executing.get().program();
            if (program == waiting.remove(counter)) {
                program.nextNumber();
            }
            ledger.answered(Duration.between(start, now), counter, program.nextNumber())
                    .ifPresent(gaps);
            return;
        }
        ledger.unanswered(counter);
        population.all().stream()
                .filter(pod -> pod.name().equals(counter) && pod.frozen())
                .findFirst()
                .ifPresent(pod -> waiting.putIfAbsent(counter, pod.program()));
    }
}
