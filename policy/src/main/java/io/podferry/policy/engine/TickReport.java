package io.podferry.policy.engine;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.risk.RiskReport;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything one tick saw, thought and did.
 *
 * @param takenAt the time of the tick
 * @param cluster the picture it worked on
 * @param risks per node
 * @param pods per pod, by UID
 * @param plan what the policy wanted, with its decision records
 * @param submitted migrations that began in this tick
 * @param performed actions other than moves that began in this tick
 * @param recommended actions that would have begun in this tick, had the mode been "enforce"
 * @param refused actions that were refused, each with its reason
 * @param verdicts how earlier decisions turned out, as far as that became known in this tick
 * @param audit all warnings so far
 * @param changed migrations that changed their state in this tick
 * @param active migrations under way after it
 */
public record TickReport(
        Instant takenAt,
        ClusterSnapshot cluster,
        RiskReport risks,
        SortedMap<PodUid, PodOutlook> pods,
        MigrationPlan plan,
        List<MigrationRecord> submitted,
        List<Action> performed,
        List<Action> recommended,
        List<String> refused,
        List<ForecastAudit.Verdict> verdicts,
        AuditSummary audit,
        List<MigrationRecord> changed,
        List<MigrationRecord> active) {
    public TickReport {
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        submitted = List.copyOf(submitted);
        performed = List.copyOf(performed);
        recommended = List.copyOf(recommended);
        refused = List.copyOf(refused);
        verdicts = List.copyOf(verdicts);
        changed = List.copyOf(changed);
        active = List.copyOf(active);
    }
}
