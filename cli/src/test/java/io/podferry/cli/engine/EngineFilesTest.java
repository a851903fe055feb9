package io.podferry.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.EventBatch;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine keeps on disk and in memory survives its death and stays bounded. */
class EngineFilesTest {
    private static DecisionRecord decision(int number) {
        NodeRisk risk =
                new NodeRisk(
                        new NodeName("node-1"),
                        DataSize.ofMebibytes(500),
                        DataSize.ofGibibytes(1),
                        DataSize.ZERO,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(9)),
                        0.5,
                        Duration.ofSeconds(1),
                        false);
        return new DecisionRecord(
                Instant.ofEpochMilli(number),
                "default",
                new NodeName("node-1"),
                risk,
                Duration.ofMinutes(2),
                Finding.WAIT,
                false,
                List.of(),
                Map.of(),
                Optional.empty(),
                "number " + number,
                "nothing");
    }

    private static DecisionView view(DecisionRecord decision) {
        DecisionView plain =
                Views.decision(decision, new ClusterSnapshot(Instant.EPOCH, List.of(), List.of()));
        return new DecisionView(
                plain.atEpochMillis(),
                plain.policy(),
                plain.node(),
                plain.finding(),
                List.of("web"),
                plain.moves(),
                plain.line(),
                plain.text(),
                plain.record());
    }

    private static DecisionJournal journal(Path folder, long bytes) throws IOException {
        return new DecisionJournal(folder, bytes, EngineFilesTest::view, ignored -> {});
    }

    @Test
    void decisionsSurviveAndComeNewestFirst(@TempDir Path folder) throws IOException {
        try (DecisionJournal journal = journal(folder, 1 << 20)) {
            journal.record(decision(1));
            journal.record(decision(2));
        }
        Files.writeString(
                folder.resolve("decisions.jsonl"), "{\"torn\": \"web", StandardOpenOption.APPEND);
        try (DecisionJournal journal = journal(folder, 1 << 20)) {
            journal.record(decision(3));
            assertThat(journal.about("web", 10))
                    .extracting(DecisionView::atEpochMillis)
                    .containsExactly(3L, 2L, 1L);
            assertThat(journal.about("web", 1)).hasSize(1);
            assertThat(journal.about("other", 10)).isEmpty();
            assertThat(journal.about("web", 1).getFirst().text()).contains("number 3");
        }
    }

    @Test
    void decisionsAreBounded(@TempDir Path folder) throws IOException {
        long limit = 20_000;
        try (DecisionJournal journal = journal(folder, limit)) {
            for (int i = 1; i <= 200; i++) {
                journal.record(decision(i));
            }
            assertThat(Files.size(folder.resolve("decisions.jsonl"))).isLessThan(limit + 5_000);
            assertThat(Files.size(folder.resolve("decisions.1.jsonl"))).isLessThan(limit + 5_000);
            assertThat(journal.about("web", 1).getFirst().atEpochMillis()).isEqualTo(200);
        }
    }

    private static ClusterEvent event(long at) {
        return new ClusterEvent.Refused(at, "no");
    }

    @Test
    void eventsComeOnceAndInOrderAcrossEngines() throws InterruptedException {
        EventLog first = new EventLog(1);
        long start = first.after(Long.MAX_VALUE, Duration.ZERO).last();
        first.add(event(1));
        first.add(event(2));
        EventBatch batch = first.after(start, Duration.ZERO);
        assertThat(batch.events()).extracting(ClusterEvent::atEpochMillis).containsExactly(1L, 2L);
        assertThat(first.after(batch.last(), Duration.ofMillis(5)).events()).isEmpty();
        EventLog second = new EventLog(2);
        second.add(event(3));
        EventBatch after = second.after(batch.last(), Duration.ZERO);
        assertThat(after.events()).extracting(ClusterEvent::atEpochMillis).containsExactly(3L);
        assertThat(after.missed()).isZero();
    }

    @Test
    void aSlowReaderIsToldWhatItMissed() throws InterruptedException {
        EventLog log = new EventLog(1);
        long start = log.after(Long.MAX_VALUE, Duration.ZERO).last();
        for (int i = 0; i < EventLog.KEPT + 10; i++) {
            log.add(event(i));
        }
        EventBatch batch = log.after(start, Duration.ZERO);
        assertThat(batch.missed()).isEqualTo(10);
        assertThat(batch.events()).hasSize(EventLog.KEPT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 2000", "4, 16000", "5, 30000", "60, 30000"})
    void restartsAreDelayed(int restarts, long millis) {
        assertThat(PodKeeper.delay(restarts)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aRestartThatWasCutShortLeavesOnePod(@TempDir Path folder) throws IOException {
        PodRegistry registry = new PodRegistry(folder);
        PodEntry dead =
                new PodEntry(
                                "web-1",
                                null,
                                EngineFixture.spec("web"),
                                "node-1",
                                io.podferry.cli.api.RestartPolicy.ALWAYS,
                                0,
                                1,
                                1,
                                null,
                                null,
                                null)
                        .ended("killed", 2);
        registry.put(dead);
        registry.put(dead.again("web-2", 3));
        List<String> uids = new ArrayList<>();
        new PodRegistry(folder).all().forEach(entry -> uids.add(entry.uid()));
        assertThat(uids).containsExactly("web-2");
    }
}
