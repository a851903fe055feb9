package io.podferry.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ClientTransport;
import io.podferry.extender.leader.ElectionConfig;
import io.podferry.extender.leader.LeaderElector;
import io.podferry.extender.leader.LeaderLoop;
import io.podferry.extender.leader.Leadership;
import io.podferry.extender.migrations.CustomResourceStore;
import io.podferry.extender.picture.ViewMaker;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects of cluster mode against the real API server, with nothing but manifests/base. */
@RealKubernetes
@Timeout(120)
class MigrationObjectsEndToEndTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<MigrationState> WAY =
            List.of(
                    MigrationState.PLANNED,
                    MigrationState.PREFLIGHT_OK,
                    MigrationState.TARGET_HELD,
                    MigrationState.FROZEN,
                    MigrationState.DUMPED,
                    MigrationState.SHIPPED,
                    MigrationState.PREPARED,
                    MigrationState.COMMITTED,
                    MigrationState.SOURCE_DEAD,
                    MigrationState.RUNNING,
                    MigrationState.DONE);
    private static KubernetesTestbed testbed;
    private static ApiObjects controller;
    private String id = "";

    @BeforeAll
    static void install(KubernetesTestbed given) throws IOException {
        testbed = given;
        testbed.kubectl("apply", "--server-side", "-k", testbed.manifests("base").toString());
        testbed.kubectl(
                "wait",
                "--for=condition=Established",
                "crd/podmigrations.podferry.io",
                "--timeout=30s");
        testbed.kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=30s");
        testbed.kubectl(
                "wait",
                "--for=create",
                "serviceaccount/podferry-controller",
                "-n",
                "podferry-system");
        controller = as("podferry-controller");
        waitForProtection();
    }

    /** A policy works a few seconds after it was created. */
    private static void waitForProtection() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                testbed.kubectl(
                        "run",
                        "trial",
                        "--image=none",
                        "--dry-run=server",
                        "--annotations=podferry.io/trial=x");
            } catch (IllegalStateException e) {
                if (String.valueOf(e.getMessage()).contains("only Podferry sets")) {
                    return;
                }
            }
            assertThat(System.nanoTime()).as("the policy works").isLessThan(end);
        }
    }

    /** The API server as one of our service accounts sees it: with the rights of manifests/base. */
    private static ApiObjects as(String account) throws IOException {
        return new ApiObjects(
                ClientTransport.of(testbed.kubeconfigOf("podferry-system", account)),
                Duration.ofSeconds(5));
    }

    @BeforeEach
    void name(TestInfo test) {
        id =
                "m-"
                        + Integer.toHexString(test.getDisplayName().hashCode())
                        + "-"
                        + Long.toString(System.nanoTime(), 36);
    }

    private static CustomResourceStore store() {
        return new CustomResourceStore(controller, Leadership.ALONE);
    }

    private MigrationRecord record(long version, MigrationState state) {
        return new MigrationRecord(
                new MigrationId(id),
                version,
                7,
                state,
                new PodUid("u-1"),
                new PodUid("clone-" + id),
                "default/solver",
                "default/solver",
                new NodeName("n1"),
                new NodeName("n2"),
                DataSize.ofMebibytes(300),
                "n1 may run out of memory in 20 s",
                "policy",
                T,
                T.plusSeconds(version),
                state.committed() ? Optional.of("sha256:abc") : Optional.empty(),
                state == MigrationState.ABORTED ? Optional.of("no room") : Optional.empty(),
                0,
                state == MigrationState.DONE ? Map.of("downtimeMillis", 854L) : Map.of());
    }

    private void reaches(MigrationState last) {
        long version = 0;
        for (MigrationState state : WAY) {
            version++;
            assertThat(store().compareAndSet(record(version, state))).as(state.name()).isTrue();
            if (state == last) {
                return;
            }
        }
    }

    private String kubectl(String... arguments) {
        return testbed.kubectl(arguments);
    }

    @Test
    void aMigrationGoesItsWayAndPeopleSeeIt() {
        reaches(MigrationState.DONE);
        assertThat(store().find(new MigrationId(id)))
                .contains(record(WAY.size(), MigrationState.DONE));
        List<String> table = kubectl("get", "pmig", id).lines().toList();
        assertThat(table.getFirst().split(" +"))
                .containsExactly("NAME", "POD", "FROM", "TO", "PHASE", "DOWNTIME", "AGE");
        assertThat(table.get(1).split(" +")).startsWith(id, "solver", "n1", "n2", "Done", "854ms");
        kubectl("wait", "--for=condition=Ready", "pmig/" + id, "--timeout=5s");
        assertThat(kubectl("get", "pmig", id, "-o", "jsonpath={.status.conditions[0].type}"))
                .isEqualTo("Ready");
    }

    @Test
    void onlyOneOfManyWritersWins() throws Exception {
        reaches(MigrationState.PREPARED);
        List<MigrationState> wishes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wishes.add(i % 2 == 0 ? MigrationState.COMMITTED : MigrationState.ABORTING);
        }
        int version = WAY.indexOf(MigrationState.PREPARED) + 2;
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (MigrationState wish : wishes) {
                CustomResourceStore own = store();
                own.list();
                answers.add(threads.submit(() -> own.compareAndSet(record(version, wish))));
            }
        }
        MigrationState stored = store().find(new MigrationId(id)).orElseThrow().state();
        for (int i = 0; i < wishes.size(); i++) {
            if (wishes.get(i) != stored) {
                assertThat(answers.get(i).get()).as("a writer of " + wishes.get(i)).isFalse();
            }
        }
        assertThat(answers).anySatisfy(answer -> assertThat(answer.get()).isTrue());
    }

    @ParameterizedTest(name = "{1} after {0}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PLANNED   | {"spec":{"target":"n3"}}                     | the specification of a migration never changes
                    PLANNED   | {"spec":{"reason":"another"}}                | the specification of a migration never changes
                    PREPARED  | {"status":{"version":3}}                     | the version of a migration never goes back
                    PREPARED  | {"status":{"epoch":6}}                       | is not given back
                    COMMITTED | {"status":{"phase":"Aborting"}}              | a migration that is committed only goes forward
                    COMMITTED | {"status":{"phase":"Prepared"}}              | a migration that is committed only goes forward
                    COMMITTED | {"status":null}                              | what is known of a migration is never taken away
                    COMMITTED | {"status":{"version":null,"phase":null}}     | the version of a migration never goes back
                    SOURCE_DEAD | {"status":{"phase":"Committed"}}           | a migration that is committed only goes forward
                    DONE      | {"status":{"phase":"Running"}}               | a migration that has ended does not change its phase
                    PLANNED   | {"status":{"phase":"Teleporting"}}           | Unsupported value
                    PLANNED   | {"status":{"facts":{"bytes":"many"}}}        | must be of type integer
                    """)
    void evenAnAdministratorCannotBreakTheRules(
            MigrationState state, String patch, String refusal) {
        reaches(state);
        List<String> command =
                new ArrayList<>(List.of("patch", "pmig", id, "--type=merge", "-p", patch));
        if (patch.startsWith("{\"status\"")) {
            command.add("--subresource=status");
        }
        assertThatThrownBy(() -> kubectl(command.toArray(String[]::new)))
                .hasMessageContaining(refusal);
    }

    @Test
    void aMoveToTheSameNodeOrByAStrangerIsRefused() {
        String object =
                """
                apiVersion: podferry.io/v1alpha1
                kind: PodMigration
                metadata: {name: %s}
                spec: {podName: a, podUID: u, cloneName: a, cloneUID: c, source: n1, target: %s,
                       sizeBytes: 1, requestedBy: %s, createdAt: "2026-01-01T00:00:00Z"}
                """;
        assertThatThrownBy(() -> testbed.apply(object.formatted(id, "n1", "policy")))
                .hasMessageContaining("a pod cannot move to the node that it is on");
        assertThatThrownBy(() -> testbed.apply(object.formatted(id, "n2", "nobody")))
                .hasMessageContaining("Unsupported value: \"nobody\"");
    }

    @Test
    void everyFieldIsDescribed() {
        assertThat(kubectl("explain", "podmigration.spec", "--recursive=false"))
                .contains("podUID", "UID of the pod that moves")
                .doesNotContain("<no description>");
        assertThat(kubectl("explain", "podmigration.status")).doesNotContain("<no description>");
    }

    @Test
    void theLeaseIsHandedOverWithoutTwoWhoAct() throws Exception {
        LeaderElector a = elector("a");
        LeaderElector b = elector("b");
        a.step();
        long begin = System.nanoTime();
        b.step();
        assertThat(a.standby()).isEmpty();
        assertThat(b.standby()).contains("this replica stands by: a leads");
        while (!b.mayAct(Duration.ZERO)) {
            assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(20).toNanos());
            b.step();
            assertThat(a.mayAct(Duration.ZERO) && b.mayAct(Duration.ZERO)).isFalse();
            Thread.sleep(20);
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofSeconds(2).toNanos());
        assertThat(b.term()).isEqualTo(a.term() + 1);
        b.release();
        a.step();
        assertThat(a.standby()).as("a released lease is free at once").isEmpty();
        assertThat(
                        kubectl(
                                "get",
                                "lease",
                                id,
                                "-n",
                                "podferry-system",
                                "-o",
                                "jsonpath={.spec.holderIdentity}"))
                .isEqualTo("a");
    }

    @Test
    void onlyTheReplicaThatLeadsIsReady() throws Exception {
        PlacementAdvisor a = advisor();
        PlacementAdvisor b = advisor();
        LeaderLoop first = new LeaderLoop(elector("a"), a::standBy);
        try {
            until("a is ready", () -> a.notReady().isEmpty());
            LeaderLoop second = new LeaderLoop(elector("b"), b::standBy);
            try {
                String aLeads = "this replica stands by: a leads";
                until("b knows who leads", () -> b.notReady().orElse("").equals(aLeads));
                first.close();
                until("b is ready", () -> b.notReady().isEmpty());
                assertThat(a.notReady()).as("a has given its lease back").isPresent();
            } finally {
                second.close();
            }
        } finally {
            first.close();
        }
    }

    private static PlacementAdvisor advisor() {
        PlacementAdvisor advisor =
                new PlacementAdvisor(AdvisorConfig.DEFAULT, InstantSource.system());
        advisor.update(
                new ViewMaker()
                        .view(new ClusterSnapshot(Instant.now(), List.of(), List.of()), List.of()));
        return advisor;
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private LeaderElector elector(String identity) {
        return new LeaderElector(
                controller,
                new ElectionConfig(
                        "podferry-system",
                        id,
                        identity,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(300)),
                System::nanoTime,
                InstantSource.system());
    }

    @Test
    void aMissingRightIsNamed() throws Exception {
        CustomResourceStore agent = new CustomResourceStore(as("podferry-agent"), Leadership.ALONE);
        assertThatThrownBy(() -> agent.compareAndSet(record(1, MigrationState.PLANNED)))
                .hasMessageContaining("system:serviceaccount:podferry-system:podferry-agent")
                .hasMessageContaining("cannot get resource \"podmigrations\"");
    }

    /**
     * What people may write of our labels and annotations. Columns: as created, then patched (or
     * nothing), and what is refused (or nothing).
     */
    @ParameterizedTest(name = "{0} then {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    labels: {app: x}                          |                                                          |
                    labels: {podferry.io/movable: "true"}     | {"metadata":{"labels":{"podferry.io/movable":null}}}     |
                    annotations: {podferry.io/clone-of: a}    | {"metadata":{"labels":{"app":"y"}}}                      |
                    annotations: {podferry.io/clone-of: a}    | {"metadata":{"annotations":{"podferry.io/clone-of":"b"}}} | only Podferry sets or changes podferry.io/clone-of
                    annotations: {podferry.io/clone-of: a}    | {"metadata":{"annotations":null}}                        | only Podferry sets or changes podferry.io/clone-of
                    annotations: {podferry.io/ticket: x}      |                                                          | only Podferry sets or changes podferry.io/ticket
                    labels: {podferry.io/migration: x}        |                                                          | only Podferry sets or changes podferry.io/migration
                    labels: {app: x}                          | {"metadata":{"labels":{"podferry.io/migration":"m1"}}}   | only Podferry sets or changes podferry.io/migration
                    """)
    void labelsAndAnnotationsOfOursAreProtected(String created, String patch, String refusal) {
        String pod =
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, %s}
                spec: {containers: [{name: c, image: none}]}
                """
                        .formatted(id, created);
        ThrowingCallable person =
                () -> {
                    testbed.apply(pod);
                    if (patch != null) {
                        kubectl("patch", "pod", id, "--type=merge", "-p", patch);
                    }
                };
        if (refusal == null) {
            assertThatCode(person).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(person).hasMessageContaining(refusal);
        }
        kubectl("delete", "pod", id, "--force", "--ignore-not-found");
    }

    /** A write of the status takes changes of labels and annotations along. */
    @Test
    void labelsOfOursAreProtectedFromWritersOfTheStatusToo() {
        testbed.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {podferry.io/movable: "true"}}
                spec: {containers: [{name: c, image: none}]}
                """
                        .formatted(id));
        List<String> patch =
                List.of("patch", "pod", id, "--type=merge", "--subresource=status", "-p");
        List<String> forged = new ArrayList<>(patch);
        forged.add("{\"metadata\":{\"annotations\":{\"podferry.io/ticket\":\"x\"}}}");
        assertThatThrownBy(() -> kubectl(forged.toArray(String[]::new)))
                .hasMessageContaining("only Podferry sets or changes podferry.io/ticket");
        List<String> honest = new ArrayList<>(patch);
        honest.add("{\"status\":{\"phase\":\"Running\"}}");
        kubectl(honest.toArray(String[]::new));
        kubectl("delete", "pod", id, "--force", "--ignore-not-found");
    }

    @Test
    void theControllerHasNoMoreRightsThanItUses() {
        String account = "--as=system:serviceaccount:podferry-system:podferry-controller";
        for (String what :
                List.of(
                        "get secrets",
                        "get nodes --subresource=proxy",
                        "create pods --subresource=exec",
                        "update pods")) {
            List<String> question = new ArrayList<>(List.of("auth", "can-i"));
            question.addAll(List.of(what.split(" ", -1)));
            question.addAll(List.of("-A", account));
            assertThatThrownBy(() -> kubectl(question.toArray(String[]::new)))
                    .as(what)
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(kubectl("auth", "can-i", "watch", "pods", "-A", account)).contains("yes");
    }
}
