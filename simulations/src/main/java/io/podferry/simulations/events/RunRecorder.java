package io.podferry.simulations.events;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds up the events of one run to its result; what the counters did comes from the ledger. Not
 * thread-safe.
 */
public final class RunRecorder implements EventSink {
    private final List<RunResult.Kill> kills = new ArrayList<>();
    private final List<Long> downtimes = new ArrayList<>();
    private final ForecastEpisodes episodes = new ForecastEpisodes();
    private final Set<MigrationId> ended = new HashSet<>();
    private long bytesMoved;
    private int moves;
    private int aborted;

    @Override
    public void accept(DemoEvent event) {
        switch (event) {
            case PodKilled killed -> killed(killed);
            case MigrationChanged change -> changed(change);
            case NodeSample sample -> episodes.sampled(sample);
            case RunStarted _,
                    PodStarted _,
                    DecisionMade _,
                    Answers _,
                    RequestGap _,
                    Summary _ -> {}
        }
    }

    /** The result so far. */
    public RunResult result(String policy, RequestLedger ledger) {
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
                episodes.outcomes());
    }

    private void killed(PodKilled event) {
        kills.add(new RunResult.Kill(event.pod(), event.node(), event.at(), event.lostWork()));
        episodes.killed(event.node(), event.at());
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
                episodes.movedAway(event.source());
            } else {
                aborted++;
            }
        }
    }
}
