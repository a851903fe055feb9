package io.podferry.extender.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.FakeApiServer;
import io.podferry.extender.leader.Leadership;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HumanWishesTest {
    private final FakeApiServer server = new FakeApiServer();
    private final ApiObjects api = new ApiObjects(server, Duration.ofSeconds(1));
    private final CustomResourceStore store = new CustomResourceStore(api, Leadership.ALONE);

    private static PodMigrationWish wish() {
        return new PodMigrationWish(
                "lab",
                "h1",
                "solver",
                "u-1",
                "solver-2",
                "clone-h1",
                "n1",
                "n2",
                0,
                "somebody wants it on n2",
                "operator",
                "2026-01-01T00:00:00Z");
    }

    @Test
    void whatAPersonWritesIsAWishUntilAControllerTakesItUp() throws Exception {
        api.create(PodMigrationWish.collection("lab"), wish().object());
        assertThat(store.wishes().begun()).containsExactly(wish());

        assertThat(
                        store.compareAndSet(
                                CustomResourceStoreTest.record("h1", 1, MigrationState.PLANNED)))
                .isTrue();
        assertThat(store.wishes().begun()).isEmpty();
        assertThat(store.list())
                .singleElement()
                .extracting(r -> r.cloneName())
                .isEqualTo("lab/solver-2");
    }

    @Test
    void aMigrationIsGivenUpByItsAnnotation() throws Exception {
        store.compareAndSet(CustomResourceStoreTest.record("m1", 1, MigrationState.PLANNED));
        assertThat(store.wishes().givenUp()).isEmpty();
        server.objects
                .get(PodMigrationWish.collection("lab") + "/m1")
                .withObject("/metadata/annotations")
                .put(HumanWishes.GIVE_UP, "not now");
        assertThat(store.wishes().givenUp()).isEqualTo(Map.of(new MigrationId("m1"), "not now"));
    }
}
