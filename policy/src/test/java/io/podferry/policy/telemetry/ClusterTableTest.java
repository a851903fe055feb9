package io.podferry.policy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTableTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName A = new NodeName("a");

    private final ClusterTable table = new ClusterTable();

    private static PodSnapshot pod(String uid, String previous, String node, long mib, Instant at) {
        return new PodSnapshot(
                new PodUid(uid),
                Optional.of(previous).filter(name -> !name.isEmpty()).map(PodUid::new),
                "default/" + uid,
                new NodeName(node),
                "class",
                Map.of(),
                DataSize.ofMebibytes(mib),
                at,
                Optional.empty(),
                START,
                List.of());
    }

    private int begin(int second) {
        table.begin(START.plusSeconds(second));
        return table.node(A);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 10, NEGATIVE",
        "200, 3600, FUTURE",
        "200, 14, NONE",
        "200, 10, NONE",
        "200, 2, NONE"
    })
    void aBadReadingIsLeftOutAndRemembered(long bytes, int second, Flaw expected) {
        begin(10);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(5)));
        table.podSample(row, bytes, START.plusSeconds(second).toEpochMilli());
        assertThat(table.flaw(row)).isEqualTo(expected);
        boolean taken = expected == Flaw.NONE && second > 5;
        assertThat(table.memory(row)).isEqualTo(taken ? bytes : DataSize.ofMebibytes(100).bytes());
    }

    @Test
    void aGoodReadingEndsTheDoubt() {
        begin(10);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(5)));
        table.podSample(row, -5, START.plusSeconds(6).toEpochMilli());
        table.podSample(row, 7, START.plusSeconds(7).toEpochMilli());
        assertThat(table.flaw(row)).isEqualTo(Flaw.NONE);
    }

    @Test
    void aPodReportedByTwoNodesAtOnceIsNotToBeActedUpon() {
        begin(10);
        table.node(new NodeName("b"));
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(10)));
        table.pod(pod("p", "", "b", 100, START.plusSeconds(10)));
        assertThat(table.flaw(row)).isEqualTo(Flaw.TWO_NODES);
        assertThat(table.snapshot(row).node()).isEqualTo(A);
        begin(11);
        table.pod(pod("p", "", "a", 100, START.plusSeconds(11)));
        assertThat(table.flaw(row)).isEqualTo(Flaw.NONE);
    }

    @Test
    void aCloneContinuesTheSeriesWithoutTheGap() {
        for (int second = 1; second <= 5; second++) {
            begin(second);
            table.pod(pod("p", "", "a", 100 + second, START.plusSeconds(second)));
        }
        int source = Objects.requireNonNull(table.find(new PodUid("p")));
        begin(30);
        table.podGone(source);
        int clone = table.pod(pod("q", "p", "b", 106, START.plusSeconds(30)));
        assertThat(table.samples().size(clone)).isEqualTo(6);
        assertThat(table.samples().at(clone, 5) - table.samples().at(clone, 4)).isEqualTo(1000);
        assertThat(table.find(new PodUid("p"))).isNull();
    }

    @Test
    void whatStandsStillTeachesNothing() {
        begin(1);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(1)));
        begin(2);
        table.pause(new PodUid("p"));
        table.podSample(row, 5, START.plusSeconds(2).toEpochMilli());
        assertThat(table.samples().size(row)).isEqualTo(1);
        assertThat(table.memory(row)).isEqualTo(5);
    }

    @Test
    void aClockThatStepsBackStartsTheSeriesAfresh() {
        begin(7200);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(7200)));
        begin(3600);
        assertThat(table.samples().size(row)).isZero();
        table.podSample(row, 42, START.plusSeconds(3600).toEpochMilli());
        assertThat(table.memory(row)).isEqualTo(42);
    }

    @Test
    void rowsOfGonePodsAreUsedAgainAfterTheirTime() {
        begin(1);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(1)));
        table.podGone(row);
        assertThat(table.size()).isZero();
        begin(200);
        assertThat(table.pod(pod("q", "", "a", 1, START.plusSeconds(200)))).isEqualTo(row);
        assertThat(table.samples().size(row)).isEqualTo(1);
    }

    /** Behind it in the queue wait all pods that went later. */
    @Test
    void aPodWithoutOneGoodSampleIsForgottenToo() {
        begin(1);
        int early = table.pod(pod("p", "", "a", 100, START.plusSeconds(3600)));
        assertThat(table.flaw(early)).isEqualTo(Flaw.FUTURE);
        table.podGone(early);
        int later = table.pod(pod("q", "", "a", 100, START.plusSeconds(1)));
        table.podGone(later);
        begin(200);
        table.pod(pod("r", "", "a", 1, START.plusSeconds(200)));
        table.pod(pod("s", "", "a", 1, START.plusSeconds(200)));
        assertThat(table.rows()).isEqualTo(2);
    }

    @Test
    void podsThatWereGoneWhenTheClockSteppedBackAreForgottenToo() {
        begin(7200);
        int row = table.pod(pod("p", "", "a", 100, START.plusSeconds(7200)));
        table.podGone(row);
        begin(3600);
        assertThat(table.pod(pod("q", "", "a", 1, START.plusSeconds(3600)))).isEqualTo(row);
    }

    @Test
    void thousandsOfPodsComeAndGoAndEveryOneIsFound() {
        SplittableRandom random = new SplittableRandom(5);
        boolean[] present = new boolean[3000];
        for (int second = 1; second < 40; second++) {
            begin(10 * second);
            for (int i = 0; i < 400; i++) {
                int number = random.nextInt(present.length);
                Integer row = table.find(new PodUid("p" + number));
                assertThat(row != null).isEqualTo(present[number]);
                if (row != null && random.nextBoolean()) {
                    table.podGone(row);
                    present[number] = false;
                } else {
                    table.pod(pod("p" + number, "", "a", number, START.plusSeconds(10L * second)));
                    present[number] = true;
                }
            }
        }
        int expected = 0;
        for (boolean one : present) {
            expected += one ? 1 : 0;
        }
        assertThat(table.size()).isEqualTo(expected);
    }

    @Test
    void seriesSurviveMoreThanAnIntOfMilliseconds() {
        begin(0);
        int row = table.pod(pod("p", "", "a", 1, START));
        for (int day = 1; day < 60; day++) {
            table.begin(START.plus(Duration.ofDays(day)));
            table.podSample(row, day, START.plus(Duration.ofDays(day)).toEpochMilli());
        }
        int size = table.samples().size(row);
        assertThat(table.samples().at(row, size - 1) - table.samples().at(row, size - 2))
                .isEqualTo((int) Duration.ofDays(1).toMillis());
    }
}
