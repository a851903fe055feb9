package io.podferry.extender.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.FakeApiServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderElectorTest {
    private static final String PATH =
            "/apis/coordination.k8s.io/v1/namespaces/lab/leases/podferry";
    private final FakeApiServer server = new FakeApiServer();
    private long nanos = 5;

    private LeaderElector elector(String identity, Duration clockIsWrongBy) {
        InstantSource wall =
                () -> Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos).plus(clockIsWrongBy);
        return new LeaderElector(
                new ApiObjects(server, Duration.ofSeconds(1)),
                ElectionConfig.usual("lab", "podferry", identity),
                () -> nanos,
                wall);
    }

    private LeaderElector elector(String identity) {
        return elector(identity, Duration.ZERO);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static boolean leads(LeaderElector elector) {
        return elector.mayAct(Duration.ZERO);
    }

    @Test
    void theFirstLeadsAndTheSecondStandsByUntilTheLeaseIsOver() {
        LeaderElector a = elector("a");
        LeaderElector b = elector("b");
        a.step();
        b.step();
        assertThat(a.standby()).isEmpty();
        assertThat(b.standby()).contains("this replica stands by: a leads");
        pass(Duration.ofSeconds(14));
        b.step();
        assertThat(leads(a)).as("its right to act ends before the lease").isFalse();
        assertThat(leads(b)).isFalse();
        pass(Duration.ofSeconds(1));
        b.step();
        assertThat(leads(b)).isTrue();
        assertThat(b.term()).isEqualTo(a.term() + 1);
        a.step();
        assertThat(a.standby()).contains("this replica stands by: b leads");
    }

    @Test
    void anEffectMustEndBeforeTheRightToActDoes() {
        LeaderElector a = elector("a");
        a.step();
        pass(Duration.ofSeconds(7));
        assertThat(a.mayAct(Duration.ofSeconds(2))).isTrue();
        assertThat(a.mayAct(Duration.ofSeconds(4))).isFalse();
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() throws IOException {
        LeaderElector a = elector("a");
        LeaderElector b = elector("b");
        a.step();
        b.step();
        a.release();
        assertThat(leads(a)).isFalse();
        b.step();
        assertThat(leads(b)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\":null}",
                "{\"spec\":{}}",
                "{\"spec\":{\"holderIdentity\":null,\"leaseTransitions\":null,\"renewTime\":null}}",
                "{\"spec\":{\"holderIdentity\":\"\",\"leaseTransitions\":\"x\",\"acquireTime\":7}}",
            })
    void anEmptyOrOddLeaseIsTaken(String lease) throws IOException {
        ObjectNode object = (ObjectNode) new ObjectMapper().readTree(lease);
        object.putObject("metadata").put("name", "podferry").put("resourceVersion", "7");
        server.objects.put(PATH, object);
        LeaderElector a = elector("a");
        a.step();
        assertThat(leads(a)).isTrue();
        assertThat(server.objects.get(PATH).path("spec").path("holderIdentity").asText())
                .isEqualTo("a");
    }

    @Test
    void clocksThatAreWrongByHoursChangeNothing() {
        LeaderElector a = elector("a", Duration.ofHours(-9));
        LeaderElector b = elector("b", Duration.ofHours(9));
        a.step();
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofSeconds(2));
            a.step();
            b.step();
            assertThat(leads(a)).isTrue();
            assertThat(leads(b)).isFalse();
        }
    }

    @Test
    void aRenewalWhoseAnswerIsLostGivesNoMoreTime() {
        LeaderElector a = elector("a");
        a.step();
        pass(Duration.ofSeconds(8));
        server.failsAfter = asked -> asked.startsWith("PUT");
        a.step();
        assertThat(leads(a)).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(leads(a)).isFalse();
        a.step();
        assertThat(a.standby().orElseThrow()).contains("planted fault");
        server.failsAfter = _ -> false;
        a.step();
        assertThat(leads(a)).as("the lease is still its own").isTrue();
    }

    @Test
    void timesThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() ->
                        new ElectionConfig(
                                "lab",
                                "podferry",
                                "a",
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2)))
                .hasMessageContaining("must be shorter than the acting limit (PT10S)");
    }

    /** Replicas that pause, lose answers and are cut off at random: never do two of them act. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverTwoAct(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        LeaderElector[] replicas = {
            elector("a", Duration.ofHours(2)), elector("b"), elector("c", Duration.ofHours(-2))
        };
        int led = 0;
        for (int round = 0; round < 20_000; round++) {
            server.failsBefore = _ -> random.nextInt(10) == 0;
            server.failsAfter = _ -> random.nextInt(10) == 0;
            LeaderElector chosen = replicas[random.nextInt(replicas.length)];
            if (random.nextInt(50) == 0) {
                try {
                    chosen.release();
                } catch (IOException planted) {
                    assertThat(planted).hasMessageContaining("planted");
                }
            } else {
                chosen.step();
            }
            int acting = 0;
            for (LeaderElector replica : replicas) {
                acting += leads(replica) ? 1 : 0;
            }
            assertThat(acting).as("seed " + seed + ", round " + round).isLessThanOrEqualTo(1);
            led += acting;
            pass(Duration.ofMillis(random.nextInt(random.nextInt(30) == 0 ? 20_000 : 2_500)));
        }
        assertThat(led).as("rounds in which somebody led").isGreaterThan(4_000);
    }
}
