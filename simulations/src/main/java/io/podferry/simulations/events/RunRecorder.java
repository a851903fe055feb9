package io.podferry.simulations.events;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent.Answers;
import io.podferry.simulations.events.DemoEvent.DecisionMade;
import io.podferry.simulations.events.DemoEvent.MigrationChanged;
import io.podferry.simulations.events.DemoEvent.NodeSample;
import io.podferry.simulations.events.DemoEvent.PodKilled;
import io.podferry.simulations.events.DemoEvent.PodStarted;
import io.podferry.simulations.events.DemoEvent.RequestGap;
import io.podferry.simulations.events.DemoEvent.RunStarted;
import io.podferry.simulations.events.DemoEvent.Summary;
import io.podferry.simulations.ledger.RequestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds up the events of one run to its result; what the counters did comes from the ledger. Not
 * thread-safe.
 */
public final class RunRecorder implements EventSink {
    /** A forecast this near counts as a warning. */
    private static final Duration NEAR = Duration.ofSeconds(15);

    private static final Duration FAR = Duration.ofSeconds(30);

    private final List<RunResult.Kill> kills = new ArrayList<>();
    private final List<Long> downtimes = new ArrayList<>();
    private final List<RunResult.ForecastOutcome> outcomes = new ArrayList<>();
    private final Map<NodeName, Episode> episodes = new HashMap<>();
    private final Set<MigrationId> ended = new HashSet<>();
    private Duration newest = Duration.ZERO;
    private long bytesMoved;
    private int moves;
    private int aborted;

    @Override
    public void accept(DemoEvent event) {
        switch (event) {
            case PodKilled killed -> killed(killed);
            case MigrationChanged change -> changed(change);
            case NodeSample sample -> sampled(sample);
            case RunStarted _, PodStarted _, DecisionMade _, Answers _, RequestGap _, Summary _ -> {}
        }
    }

    /** The result so far; of warnings still open, those that the run outlived. */
    public RunResult result(String policy, RequestLedger ledger) {
        List<RunResult.ForecastOutcome> all = new ArrayList<>(outcomes);
        episodes.forEach((node, episode) -> {
            if (episode.movedAway || episode.forecastAt.compareTo(newest) <= 0) {
                all.add(episode.outcome(node, Optional.empty()));
            }
        });
        double lost = kills.stream().mapToDouble(kill -> kill.lostWork().toMillis() / 1000.0).sum();
        return new RunResult(
                policy,
                kills.size(),
                lost,
                moves,
                bytesMoved,
                downtimes,
                ledger.continuous(),
                ledger.answers(),
                aborted,
                kills,
                all);
    }

    private void killed(PodKilled event) {
        kills.add(new RunResult.Kill(event.pod(), event.node(), event.at(), event.lostWork()));
        Episode episode = episodes.remove(event.node());
        if (episode != null) {
            outcomes.add(episode.outcome(event.node(), Optional.of(event.at())));
        }
    }

    /** A move is through when its clone runs; what follows is only tidying up. */
    private void changed(MigrationChanged event) {
        boolean runs =
                event.state() == MigrationState.RUNNING || event.state() == MigrationState.DONE;
        if ((runs || event.state() == MigrationState.ABORTED) && ended.add(event.id())) {
            if (runs) {
                moves++;
                bytesMoved += event.bytesDone();
                event.downtime().ifPresent(downtime -> downtimes.add(downtime.toMillis()));
                Episode episode = episodes.get(event.source());
                if (episode != null) {
                    episode.movedAway = true;
                }
            } else {
                aborted++;
            }
        }
    }

    /** An episode begins with a near warning and ends when the danger is far or over. */
    private void sampled(NodeSample sample) {
        newest = sample.at();
        Optional<Duration> in = sample.exhaustedIn();
        if (in.isPresent() && in.get().compareTo(NEAR) <= 0) {
            episodes.computeIfAbsent(
                    sample.node(), _ -> new Episode(sample.at(), sample.at().plus(in.get())));
        } else if (in.isEmpty() || in.get().compareTo(FAR) > 0) {
            Episode episode = episodes.remove(sample.node());
            if (episode != null) {
                outcomes.add(episode.outcome(sample.node(), Optional.empty()));
            }
        }
    }

    private static final class Episode {
        private final Duration warnedAt;
        private final Duration forecastAt;
        private boolean movedAway;

        private Episode(Duration warnedAt, Duration forecastAt) {
            this.warnedAt = warnedAt;
            this.forecastAt = forecastAt;
        }

        private RunResult.ForecastOutcome outcome(NodeName node, Optional<Duration> killedAt) {
            return new RunResult.ForecastOutcome(node, warnedAt, forecastAt, killedAt, movedAway);
        }
    }
}
