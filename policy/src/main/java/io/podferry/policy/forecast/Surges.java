package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.ClassHistory;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.Lifetime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steepest growth that is known of a pod, of an earlier pod of its name and of its class. It
 * says nothing about what is likely: only what a node must be able to take. Not thread-safe.
 */
final class Surges {
    private final ClusterTable table;
    private final OwnGrowth own;
    private final List<@Nullable Kind> kinds = new ArrayList<>();

    /** What the ended lives of a class did, as of so many of them. */
    private static final class Kind {
        private final int ended;
        private final double[] most = new double[Analogs.TIMES];

        private Kind(int ended) {
            this.ended = ended;
        }

        private void add(Analogs life) {
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], life.most(i + 1));
            }
        }
    }

    Surges(ClusterTable table, OwnGrowth own) {
        this.table = table;
        this.own = own;
    }

    /** Bytes that the pod has been seen to add within a time, by itself or by one of its kind. */
    double within(int pod, double seconds) {
        double place = Analogs.place(seconds);
        double most = Analogs.at(place, kind(table.kind(pod)));
        most = Math.max(most, own.whole(pod).map(life -> life.most(place)).orElse(0.0));
        return Math.max(most, own.former(pod).map(life -> life.most(place)).orElse(0.0));
    }

    private double[] kind(int id) {
        while (kinds.size() <= id) {
            kinds.add(null);
        }
        ClassHistory history = table.history();
        Kind known = kinds.get(id);
        if (known == null || known.ended != history.endedLives(id)) {
            known = new Kind(history.endedLives(id));
            for (Lifetime life : history.lives(id)) {
                Analogs.whole(life).ifPresent(known::add);
            }
            kinds.set(id, known);
        }
        return known.most;
    }
}
