package io.podferry.cli.demo;

import io.podferry.cli.api.PodView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the pods are, by name, as the engine last told. While a pod moves, its source is told until
 * the clone runs. Thread-safe.
 */
final class Directory {
    private volatile Map<String, CounterClients.Endpoint> endpoints = Map.of();

    void update(List<PodView> pods) {
        Map<String, CounterClients.Endpoint> next = new TreeMap<>();
        for (PodView pod : pods) {
            if (pod.live() && !pod.address().isEmpty()) {
                CounterClients.Endpoint endpoint =
                        new CounterClients.Endpoint(pod.uid(), pod.address());
                next.merge(
                        pod.name(),
                        endpoint,
                        (one, other) -> pod.state().equals("Running") ? other : one);
            }
        }
        endpoints = next;
    }

    Optional<CounterClients.Endpoint> find(String pod) {
        return Optional.ofNullable(endpoints.get(pod));
    }
}
