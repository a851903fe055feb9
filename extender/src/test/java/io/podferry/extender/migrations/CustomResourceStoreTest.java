package io.podferry.extender.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.FakeApiServer;
import io.podferry.extender.leader.Leadership;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomResourceStoreTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private final FakeApiServer server = new FakeApiServer();
    private final CustomResourceStore store = store(Leadership.ALONE);

    private CustomResourceStore store(Leadership leadership) {
        return new CustomResourceStore(new ApiObjects(server, Duration.ofSeconds(1)), leadership);
    }

    static MigrationRecord record(String id, long version, MigrationState state) {
        return new MigrationRecord(
                new MigrationId(id),
                version,
                7,
                state,
                new PodUid("u-1"),
                new PodUid("clone-" + id),
                "lab/solver",
                "lab/solver",
                new NodeName("n1"),
                new NodeName("n2"),
                DataSize.ofMebibytes(300),
                "n1 may run out of memory in 20 s",
                "policy",
                T,
                T.plusSeconds(version),
                state.committed() ? Optional.of("sha256:abc") : Optional.empty(),
                state == MigrationState.ABORTED ? Optional.of("no room") : Optional.empty(),
                2,
                Map.of("downtimeMillis", 854L, "imageBytes", 12L));
    }

    @ParameterizedTest
    @EnumSource(MigrationState.class)
    void everyStateIsReadAsItWasWritten(MigrationState state) {
        MigrationRecord record = record("m1", 1, state);
        assertThat(store.compareAndSet(record)).isTrue();
        assertThat(store.find(record.id())).contains(record);
        assertThat(store(Leadership.ALONE).list()).containsExactly(record);
    }

    @Test
    void onlyTheNextVersionIsTaken() {
        assertThat(store.compareAndSet(record("m1", 2, MigrationState.PLANNED))).isFalse();
        assertThat(store.compareAndSet(record("m1", 1, MigrationState.PLANNED))).isTrue();
        assertThat(store.compareAndSet(record("m1", 3, MigrationState.FROZEN))).isFalse();
        assertThat(store.compareAndSet(record("m1", 2, MigrationState.FROZEN))).isTrue();
        assertThat(store.compareAndSet(record("m1", 2, MigrationState.ABORTED))).isFalse();
        assertThat(store.list()).containsExactly(record("m1", 2, MigrationState.FROZEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "GET"})
    void aRequestThatFailsBeforeOrAfterItsEffectIsLookedAtAgain(String method) {
        AtomicInteger asked = new AtomicInteger();
        server.failsAfter = a -> a.startsWith(method) && asked.incrementAndGet() == 1;
        server.failsBefore =
                a -> a.startsWith(method) && method.equals("GET") && asked.incrementAndGet() == 1;
        assertThat(store.compareAndSet(record("m1", 1, MigrationState.PLANNED))).isTrue();
        assertThat(asked.get()).isPositive();
        server.failsAfter = _ -> false;
        assertThat(store.list()).containsExactly(record("m1", 1, MigrationState.PLANNED));
    }

    /** The API server gives up waiting for its storage, which stores all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void aTimeOutOfTheServerIsLookedAtAgain(String method) {
        AtomicInteger asked = new AtomicInteger();
        server.timesOutAfter = a -> a.startsWith(method) && asked.incrementAndGet() == 1;
        assertThat(store.compareAndSet(record("m1", 1, MigrationState.PLANNED))).isTrue();
        assertThat(asked.get()).isPositive();
        assertThat(store.list()).containsExactly(record("m1", 1, MigrationState.PLANNED));
    }

    @Test
    void aServerThatKeepsTimingOutLeavesTheOutcomeOpenAndSaysSo() {
        store.compareAndSet(record("m1", 1, MigrationState.PREPARED));
        server.timesOutAfter = asked -> asked.startsWith("PUT");
        AtomicInteger looks = new AtomicInteger();
        server.failsBefore = asked -> asked.startsWith("GET") && looks.incrementAndGet() > 1;
        assertThatThrownBy(() -> store.compareAndSet(record("m1", 2, MigrationState.COMMITTED)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("it is unknown whether migration m1 is COMMITTED");
    }

    @Test
    void aMigrationThatOthersKeepChangingIsNamedWithTheCause() {
        store.compareAndSet(record("m1", 1, MigrationState.PLANNED));
        String path = "/apis/podferry.io/v1alpha1/namespaces/lab/podmigrations/m1";
        server.failsBefore =
                asked -> {
                    if (asked.startsWith("PUT")) {
                        server.touch(path);
                    }
                    return false;
                };
        assertThatThrownBy(() -> store.compareAndSet(record("m1", 2, MigrationState.FROZEN)))
                .hasMessageEndingWith("somebody else changed it at every try");
    }

    @Test
    void somebodyElsesStateInTheSameVersionIsNotOurs() {
        store.compareAndSet(record("m1", 1, MigrationState.PLANNED));
        store.compareAndSet(record("m1", 2, MigrationState.ABORTING));
        assertThat(store.compareAndSet(record("m1", 2, MigrationState.COMMITTED))).isFalse();
    }

    @Test
    void aServerThatStaysAwayLeavesTheOutcomeOpenAndSaysSo() {
        store.compareAndSet(record("m1", 1, MigrationState.PREPARED));
        server.failsBefore = asked -> asked.startsWith("PUT");
        assertThatThrownBy(() -> store.compareAndSet(record("m1", 2, MigrationState.COMMITTED)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("it is unknown whether migration m1 is COMMITTED");
    }

    @Test
    void whoDoesNotLeadDoesNotWrite() {
        CustomResourceStore standby = store(_ -> false);
        assertThatThrownBy(() -> standby.compareAndSet(record("m1", 1, MigrationState.PLANNED)))
                .isInstanceOf(CustomResourceStore.NotLeadingException.class)
                .hasMessage("migration m1 is not written: this replica does not lead any more");
        assertThat(server.objects).isEmpty();
    }

    @Test
    void anObjectWithoutStatusIsNotStoredYetAndAnOddOneStopsNobody() {
        store.compareAndSet(record("m1", 1, MigrationState.PLANNED));
        server.failsBefore = asked -> asked.startsWith("PUT");
        assertThatThrownBy(() -> store.compareAndSet(record("m2", 1, MigrationState.PLANNED)));
        server.failsBefore = _ -> false;
        store.compareAndSet(record("m3", 1, MigrationState.PLANNED));
        String path = "/apis/podferry.io/v1alpha1/namespaces/lab/podmigrations/m3";
        ((ObjectNode) server.objects.get(path).path("status")).put("phase", "Teleporting");
        assertThat(store.list()).containsExactly(record("m1", 1, MigrationState.PLANNED));
        assertThat(store.compareAndSet(record("m2", 1, MigrationState.PLANNED))).isTrue();
    }

    @Test
    void aLabelThatIsSetMeanwhileIsNoConflict() {
        store.compareAndSet(record("m1", 1, MigrationState.PLANNED));
        AtomicInteger times = new AtomicInteger();
        String path = "/apis/podferry.io/v1alpha1/namespaces/lab/podmigrations/m1";
        server.failsBefore =
                asked -> {
                    if (asked.startsWith("PUT") && times.incrementAndGet() == 1) {
                        server.touch(path);
                    }
                    return false;
                };
        assertThat(store.compareAndSet(record("m1", 2, MigrationState.FROZEN))).isTrue();
        assertThat(times.get()).isEqualTo(2);
    }

    @Test
    void oldEndedMigrationsArePrunedAndOpenOnesNever() {
        for (int i = 1; i < 6; i++) {
            store.compareAndSet(record("m" + i, 1, MigrationState.ABORTED));
        }
        store.compareAndSet(record("m0", 1, MigrationState.FROZEN));
        assertThat(store.prune(2, T.plusSeconds(60))).isEqualTo(3);
        assertThat(store.list())
                .extracting(record -> record.id().value())
                .containsExactly("m0", "m4", "m5");
    }
}
