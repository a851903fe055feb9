package io.podferry.policy.migration;

import io.podferry.policy.migration.TransitionTable.Otherwise;
import io.podferry.policy.migration.TransitionTable.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks and polls the steps of one state and says what the record should become. Remembers only what
 * may be forgotten at any time: every step can be asked again.
 */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private final MigrationExecutor executor;
    private final CoordinatorConfig config;
    private final Map<MigrationId, Progress> progress = new HashMap<>();

    Driver(MigrationExecutor executor, CoordinatorConfig config) {
        this.executor = executor;
        this.config = config;
    }

    /** The next version of the record, or null when there is nothing to store yet. */
    @Nullable MigrationRecord drive(MigrationRecord record, Instant now) {
        Progress mine = progress.computeIfAbsent(record.id(), _ -> new Progress());
        mine.enter(record.state());
        Row row = TransitionTable.of(record.state());
        if (mine.waits(now) || keepsCheckpoint(record, now)) {
            return null;
        }
        for (Set<Step> phase : row.phases()) {
            boolean allDone = true;
            for (Step step : new TreeSet<>(phase)) {
                if (mine.isDone(step)) {
                    continue;
                }
                switch (ask(record, step, mine, now)) {
                    case StepStatus.Failed(String reason) -> {
                        return failed(record, row, mine, step, reason, now);
                    }
                    case StepStatus.Pending pending -> {
                        allDone = false;
                        mine.facts.putAll(pending.facts());
                        Optional<MigrationState> reached = passed(record, step, pending);
                        if (reached.isPresent()) {
                            return record.next(reached.get(), now, mine.facts);
                        }
                    }
                    case StepStatus.Done done -> {
                        if (step == Step.DUMP_AND_SHIP && done.rootHash().isEmpty()) {
                            String reason = "the source reported no root hash of the checkpoint";
                            return failed(record, row, mine, step, reason, now);
                        }
                        mine.done(step, done);
                    }
                }
            }
            if (!allDone) {
                return waited(record, row, mine, now);
            }
        }
        return record.next(row.to(), now, Figures.complete(record, mine.facts))
                .withRootHash(mine.rootHash);
    }

    Map<String, Long> progress(MigrationId id) {
        Progress mine = progress.get(id);
        return mine == null ? Map.of() : Map.copyOf(mine.facts);
    }

    void forget(MigrationId id) {
        progress.remove(id);
    }

    /** A fault of an adapter is silence of the agent: it proves nothing, the time-out decides. */
    private StepStatus ask(MigrationRecord record, Step step, Progress mine, Instant now) {
        try {
            if (mine.start(step, now)) {
                executor.start(record, step);
            }
            return executor.poll(record, step);
        } catch (RuntimeException e) {
            LOG.error("Migration {}: could not ask for {}", record.id(), step, e);
            return StepStatus.Pending.unknown("could not ask: " + e);
        }
    }

    private static Optional<MigrationState> passed(
            MigrationRecord record, Step step, StepStatus.Pending pending) {
        return pending.reached()
                .filter(_ -> step == Step.DUMP_AND_SHIP)
                .filter(to -> to == MigrationState.FROZEN || to == MigrationState.DUMPED)
                .filter(to -> to.compareTo(record.state()) > 0);
    }

    private boolean keepsCheckpoint(MigrationRecord record, Instant now) {
        return record.state() == MigrationState.RUNNING
                && now.isBefore(record.stateSince().plus(config.keep()));
    }

    private @Nullable MigrationRecord waited(
            MigrationRecord record, Row row, Progress mine, Instant now) {
        if (row.otherwise() == Otherwise.RETRY) {
            Duration patience = config.retryAtMost();
            Set<Step> silent = mine.silentSince(now.minus(patience));
            if (silent.isEmpty()) {
                return null;
            }
            String reason = "no answer for " + patience.toMillis() + " ms";
            silent.forEach(step -> mine.askAgain(step, now));
            logRetry(record, silent.toString(), reason);
            return record.retried();
        }
        Duration limit = timeout(record);
        if (now.isBefore(record.stateSince().plus(limit))) {
            return null;
        }
        return record.aborting(
                "%s lasted longer than %d ms".formatted(record.state(), limit.toMillis()),
                now,
                mine.facts);
    }

    private @Nullable MigrationRecord failed(
            MigrationRecord record, Row row, Progress mine, Step step, String reason, Instant now) {
        return switch (row.otherwise()) {
            case ABORT -> {
                LOG.warn("Migration {}: {} failed, going back: {}", record.id(), step, reason);
                yield record.aborting(step + ": " + reason, now, mine.facts);
            }
            case RETRY -> {
                mine.askAgain(step, now.plus(config.backOff(record.attempts())));
                logRetry(record, step.toString(), reason);
                yield record.retried();
            }
        };
    }

    private static void logRetry(MigrationRecord record, String step, String reason) {
        LOG.error(
                "Migration {} of {} in {}: {} failed (try {}), there is no way back, asking again:"
                        + " {}",
                record.id(),
                record.podName(),
                record.state(),
                step,
                record.attempts() + 1,
                reason);
    }

    private Duration timeout(MigrationRecord record) {
        return switch (record.state()) {
            case PLANNED -> config.preflightTimeout();
            case PREFLIGHT_OK -> config.holdTimeout();
            case TARGET_HELD, FROZEN, DUMPED -> config.scaled(config.shipTimeout(), record.size());
            case SHIPPED -> config.scaled(config.prepareTimeout(), record.size());
            case PREPARED, COMMITTED, SOURCE_DEAD, RUNNING, DONE, ABORTING, ABORTED ->
                    throw new IllegalStateException("nothing times out in " + record.state());
        };
    }
}
