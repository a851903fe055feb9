package io.podferry.agent.migration;

import io.podferry.agent.api.StepReport;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.StepStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest status of one step, and the means to wait for the next. Thread-safe. */
final class RunningStep implements StepProgress {
    private StepStatus status = StepStatus.Pending.unknown("starting");
    private long version = 1;
    private boolean finished;

    synchronized StepReport report() {
        return StepReport.of(status, version);
    }

    /** Waits until the version differs from {@code seen} or the time is over. */
    synchronized StepReport await(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (version == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return report();
    }

    synchronized boolean finished() {
        return finished;
    }

    synchronized boolean failed() {
        return status instanceof StepStatus.Failed;
    }

    @Override
    public synchronized void reached(
            @Nullable MigrationState state, String detail, Map<String, Long> facts) {
        if (finished) {
            return;
        }
        Optional<MigrationState> reached = Optional.ofNullable(state);
        Map<String, Long> all = new HashMap<>();
        if (status instanceof StepStatus.Pending before) {
            reached = reached.or(before::reached);
            all.putAll(before.facts());
        }
        all.putAll(facts);
        change(new StepStatus.Pending(detail, reached, all), false);
    }

    synchronized void finish(StepStatus end) {
        change(end, true);
    }

    private void change(StepStatus next, boolean end) {
        status = next;
        finished = end;
        version++;
        notifyAll();
    }
}
