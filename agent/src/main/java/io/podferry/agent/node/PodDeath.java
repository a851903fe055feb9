package io.podferry.agent.node;

import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.ContainerStatus;
import io.podferry.agent.runtime.PodStatus;
import java.time.Instant;
import java.util.Optional;

/** How a pod of which no container lives is told about. */
final class PodDeath {
    private PodDeath() {}

    static String state(PodStatus pod) {
        boolean oom =
                pod.containers().stream()
                        .anyMatch(c -> c.state() instanceof ContainerState.OomKilled);
        return oom ? "OOMKilled" : "Exited";
    }

    static String reason(PodStatus pod) {
        StringBuilder text = new StringBuilder();
        for (ContainerStatus container : pod.containers()) {
            String one =
                    switch (container.state()) {
                        case ContainerState.OomKilled(Instant _, long bytes) ->
                                "the kernel killed it for memory at %d MiB".formatted(bytes >> 20);
                        case ContainerState.Exited(Instant _, String reason) -> reason;
                        case ContainerState.Created _ -> "was never started";
                        case ContainerState.Running _ -> "runs";
                    };
            text.append(text.isEmpty() ? "" : "; ")
                    .append(container.name())
                    .append(": ")
                    .append(one);
        }
        return text.toString();
    }

    /** When the last container was seen dead. */
    static Optional<Instant> at(PodStatus pod) {
        return pod.containers().stream()
                .flatMap(c ->
                        switch (c.state()) {
                            case ContainerState.OomKilled(Instant at, long _) ->
                                    Optional.of(at).stream();
                            case ContainerState.Exited(Instant at, String _) ->
                                    Optional.of(at).stream();
                            case ContainerState.Created _ -> Optional.<Instant>empty().stream();
                            case ContainerState.Running _ -> Optional.<Instant>empty().stream();
                        })
                .max(Instant::compareTo);
    }
}
