package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.Lifetime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How every pod grew from all points of its own life, kept until enough of it is new. Not
 * thread-safe.
 */
final class OwnGrowth {
    private static final int RENEWAL_MILLIS = 30_000;
    private static final int RENEWAL_SHARE = 32;

    private final ClusterTable table;
    private @Nullable Lifetime[] lives = new @Nullable Lifetime[0];
    private @Nullable Analogs[] windows = new @Nullable Analogs[0];
    private @Nullable Analogs[] wholes = new @Nullable Analogs[0];
    private @Nullable Lifetime[] formers = new @Nullable Lifetime[0];
    private @Nullable Analogs[] again = new @Nullable Analogs[0];
    private int[] seenUntil = new int[0];
    private long recent;

    OwnGrowth(ClusterTable table) {
        this.table = table;
    }

    /** The largest size that an earlier pod of the same name had, bytes: it may get there again. */
    double earlier(int pod) {
        Lifetime life = table.earlier(pod);
        double most = 0;
        for (int i = 0; life != null && i < life.size(); i++) {
            most = Math.max(most, life.bytes(i));
        }
        return most;
    }

    /** Growth from the points of the present phase that are recent. */
    Optional<Analogs> of(int pod, long recentMillis) {
        Lifetime life = table.life(pod);
        if (life == null || life.size() < 2 || recentMillis == 0) {
            return Optional.empty();
        }
        ensure(pod);
        if (recentMillis != recent) {
            recent = recentMillis;
            Arrays.fill(lives, null);
        }
        int last = life.millis(life.size() - 1);
        int renewal = Math.max(RENEWAL_MILLIS, last / RENEWAL_SHARE);
        if (lives[pod] != life || windows[pod] == null || last - seenUntil[pod] >= renewal) {
            lives[pod] = life;
            windows[pod] = Analogs.windows(life, recentMillis).orElse(null);
            wholes[pod] = Analogs.whole(life).orElse(null);
            seenUntil[pod] = last;
        }
        return Optional.ofNullable(windows[pod]);
    }

    /** Growth from all points of the life, as of the latest look at the recent ones. */
    Optional<Analogs> whole(int pod) {
        boolean known = pod < lives.length && lives[pod] != null && lives[pod] == table.life(pod);
        return known ? Optional.ofNullable(wholes[pod]) : Optional.empty();
    }

    /** Growth from all points of the life of an earlier pod of the same name. */
    Optional<Analogs> former(int pod) {
        Lifetime life = table.earlier(pod);
        if (life == null) {
            return Optional.empty();
        }
        ensure(pod);
        if (formers[pod] != life) {
            formers[pod] = life;
            again[pod] = Analogs.whole(life).orElse(null);
        }
        return Optional.ofNullable(again[pod]);
    }

    private void ensure(int pod) {
        if (pod >= lives.length) {
            int size = table.rows() + table.rows() / 2 + 16;
            lives = Arrays.copyOf(lives, size);
            windows = Arrays.copyOf(windows, size);
            wholes = Arrays.copyOf(wholes, size);
            formers = Arrays.copyOf(formers, size);
            again = Arrays.copyOf(again, size);
            seenUntil = Arrays.copyOf(seenUntil, size);
        }
    }
}
