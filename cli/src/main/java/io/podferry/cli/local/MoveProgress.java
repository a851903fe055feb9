package io.podferry.cli.local;

import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.EngineSilentException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Follows a move until the clone runs or the move was given up, and shows how far it is. */
final class MoveProgress {
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int ENGINE_RESTARTS = 30;
    private static final long RETRY_MILLIS = 500;

    private final LocalCluster cluster;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    MoveProgress(LocalCluster cluster, PrintWriter out, PrintWriter err, boolean json) {
        this.cluster = cluster;
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Returns 0; a move that was given up is an error. */
    int follow(MigrationView begun) throws IOException, InterruptedException {
        boolean live =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && !json;
        MigrationView now = begun;
        MigrationState shown = null;
        int silent = 0;
        while (true) {
            if (live) {
                err.print("\r\033[K" + line(now, System.currentTimeMillis()));
                err.flush();
            } else if (!json && now.state() != shown) {
                err.println(line(now, System.currentTimeMillis()));
                err.flush();
            }
            shown = now.state();
            if (now.cloneRuns() || now.state() == MigrationState.ABORTED) {
                break;
            }
            try {
                now = cluster.awaitMigration(now, WAIT);
                silent = 0;
            } catch (EngineSilentException e) {
                // It may be restarting; the move goes on as soon as it is back.
                silent++;
                if (silent > ENGINE_RESTARTS) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
        if (live) {
            err.print("\r\033[K");
            err.flush();
        }
        return finish(now);
    }

    private int finish(MigrationView end) throws IOException {
        if (json) {
            out.println(ApiJson.mapper().writeValueAsString(end));
            out.flush();
        }
        if (!end.cloneRuns()) {
            throw new ClusterException(
                    "the move of '%s' to %s was given up: %s. The pod runs on where it was, on %s."
                            .formatted(end.pod(), end.target(), end.abortReason(), end.source()));
        }
        if (!json) {
            out.printf(
                    Locale.ROOT,
                    "'%s' runs on %s%s%n",
                    end.cloneName(),
                    end.target(),
                    summary(end));
            out.flush();
        }
        return 0;
    }

    private static String summary(MigrationView end) {
        StringBuilder text = new StringBuilder();
        end.fact(MigrationFacts.IMAGE_BYTES)
                .ifPresent(bytes -> text.append("; moved ").append(DataSize.ofBytes(bytes)));
        end.fact(MigrationFacts.DOWNTIME_MILLIS)
                .ifPresent(ms ->
                        text.append(
                                String.format(Locale.ROOT, ", stood still for %.2f s", ms / 1e3)));
        return text.toString();
    }

    /** One line: phase, bytes, rate. */
    static String line(MigrationView move, long now) {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s %s -> %s: %s"
                        .formatted(move.pod(), move.source(), move.target(), phase(move.state())));
        OptionalLong bytes = move.fact(MigrationFacts.IMAGE_BYTES);
        OptionalLong frozenAt = move.fact(MigrationFacts.FROZEN_AT_EPOCH_MILLIS);
        if (bytes.isPresent()) {
            text.append(", ").append(DataSize.ofBytes(bytes.getAsLong())).append(" of about ");
            text.append(DataSize.ofBytes(Math.max(bytes.getAsLong(), move.sizeBytes())));
        }
        if (frozenAt.isPresent()) {
            double seconds = Math.max(0.001, (now - frozenAt.getAsLong()) / 1e3);
            if (bytes.isPresent() && move.state().compareTo(MigrationState.DUMPED) <= 0) {
                long ahead = move.fact(MigrationFacts.AHEAD_BYTES).orElse(0);
                text.append(
                        String.format(
                                Locale.ROOT,
                                ", %.0f MiB/s",
                                (bytes.getAsLong() - ahead) / seconds / (1 << 20)));
            }
            if (!move.cloneRuns() && move.state() != MigrationState.ABORTED) {
                text.append(String.format(Locale.ROOT, ", still for %.1f s", seconds));
            }
        }
        if (!move.detail().isEmpty()) {
            text.append(" (").append(move.detail()).append(')');
        }
        return text.toString();
    }

    private static String phase(MigrationState state) {
        return switch (state) {
            case PLANNED -> "checking both nodes";
            case PREFLIGHT_OK -> "reserving memory";
            case TARGET_HELD -> "copying ahead, then freezing";
            case FROZEN -> "dumping and shipping";
            case DUMPED -> "verifying";
            case SHIPPED -> "rebuilding";
            case PREPARED -> "deciding";
            case COMMITTED -> "ending the source";
            case SOURCE_DEAD -> "releasing the clone";
            case RUNNING, DONE -> "runs";
            case ABORTING -> "going back";
            case ABORTED -> "given up";
        };
    }
}
