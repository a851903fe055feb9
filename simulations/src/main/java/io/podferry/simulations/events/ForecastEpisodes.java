package io.podferry.simulations.events;

import io.podferry.policy.cluster.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares warnings with what happened. A node's episode begins with the first near forecast of
 * exhaustion and ends with a kill there, with a pod that moves away, or when the forecast time has
 * long passed. A warning that is withdrawn for good before its time is none. Not thread-safe.
 */
final class ForecastEpisodes {
    /** A forecast this near counts as a warning. */
    private static final Duration NEAR = Duration.ofSeconds(15);

    /** What the forecast must say, or say nothing, to withdraw a warning. */
    private static final Duration FAR = Duration.ofSeconds(30);

    /** How long it must say so. */
    private static final Duration FOR_GOOD = Duration.ofSeconds(5);

    /** How late the kernel may be for a forecast that was right. */
    private static final Duration LATE = Duration.ofSeconds(15);

    private final Map<NodeName, Episode> open = new TreeMap<>();
    private final List<RunResult.ForecastOutcome> ended = new ArrayList<>();

    private static final class Episode {
        private final Duration warnedAt;
        private final Duration forecastAt;
        private Optional<Duration> calmSince = Optional.empty();

        private Episode(Duration warnedAt, Duration forecastAt) {
            this.warnedAt = warnedAt;
            this.forecastAt = forecastAt;
        }
    }

    void sampled(DemoEvent.NodeSample sample) {
        Optional<Duration> in = sample.exhaustedIn();
        Duration at = sample.at();
        if (in.isPresent() && in.get().compareTo(NEAR) <= 0) {
            open.computeIfAbsent(sample.node(), _ -> new Episode(at, at.plus(in.get())));
        }
        Episode episode = open.get(sample.node());
        if (episode == null) {
            return;
        }
        boolean calm = in.isEmpty() || in.get().compareTo(FAR) > 0;
        episode.calmSince = calm ? episode.calmSince.or(() -> Optional.of(at)) : Optional.empty();
        if (at.compareTo(episode.forecastAt.plus(LATE)) > 0) {
            end(sample.node(), Optional.empty(), false);
        } else if (episode.calmSince.isPresent()
                && at.minus(episode.calmSince.get()).compareTo(FOR_GOOD) >= 0) {
            open.remove(sample.node());
        }
    }

    void killed(NodeName node, Duration at) {
        end(node, Optional.of(at), false);
    }

    void movedAway(NodeName node) {
        end(node, Optional.empty(), true);
    }

    private void end(NodeName node, Optional<Duration> killedAt, boolean movedAway) {
        Episode episode = open.remove(node);
        if (episode != null) {
            ended.add(
                    new RunResult.ForecastOutcome(
                            node, episode.warnedAt, episode.forecastAt, killedAt, movedAway));
        }
    }

    /** The episodes that have ended, in the order in which they did. */
    List<RunResult.ForecastOutcome> outcomes() {
        return List.copyOf(ended);
    }
}
