package io.podferry.extender.advice;

import static io.podferry.extender.advice.Pictures.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Rejection;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.extender.protocol.Victims;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementAdvisorTest {
    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

    private final TestTime time = new TestTime();
    private final PlacementAdvisor advisor = new PlacementAdvisor(AdvisorConfig.DEFAULT, time);

    /** a is full, b half full, c nearly empty, d endangered, e silent; "new" is unknown. */
    private static Pictures usual() {
        return new Pictures()
                .node("a", 900)
                .node("b", 500)
                .node("c", 100)
                .endangered("d", 700)
                .stale("e", 100)
                .pod("s-1", "lab/solver", "d", 400)
                .pod("v-1", "lab/victim", "a", 300);
    }

    @ParameterizedTest(name = "{0}: kept {3}, {4}")
    @CsvSource({
        "pod without request, 0,   '', a b c e, d",
        "small pod,           50,  '', a b c e, d",
        "middling pod,        300, '', b c e,   a d",
        "large pod,           950, '', e,       a b c d",
        "clone of nobody,     100, ghost, '',   a b c d e",
    })
    void aNewPodIsKeptOffNodesInDangerAndWithoutRoom(
            String what, long request, String cloneOf, String kept, String rejected) {
        advisor.update(usual().view());
        PodFacts pod = waiting("u", "new", request, "", cloneOf);
        Map<String, Rejection> rejections = reject(pod, ALL);
        assertThat(new TreeMap<>(rejections).keySet()).as(what).containsExactly(words(rejected));
        assertThat(ALL.stream().filter(n -> !rejections.containsKey(n)))
                .containsExactly(words(kept));
    }

    private static String[] words(String text) {
        return text.isBlank() ? new String[0] : text.split(" ", -1);
    }

    @Test
    void reasonsTellUsersWhatIsWrongAndTheSchedulerWhetherPreemptionHelps() {
        advisor.update(usual().view());
        Map<String, Rejection> rejections = reject(waiting("x", 300), ALL);
        assertThat(rejections)
                .containsEntry("a", new Rejection("podferry: not enough free memory", true))
                .containsEntry(
                        "d",
                        new Rejection("podferry: the node is about to run out of memory", true));
    }

    @Test
    void whatTheNodeItselfNeedsGoesAnywhere() {
        advisor.update(usual().view());
        PodFacts agent =
                new PodFacts(
                        Optional.of("u"),
                        "kube-system",
                        "agent",
                        Map.of(),
                        Map.of(),
                        Optional.of(new PodFacts.Owner("ds", "DaemonSet", "agent")),
                        "",
                        Optional.empty(),
                        "Pending",
                        false,
                        Optional.of(io.podferry.policy.units.DataSize.ofGibibytes(9)),
                        Optional.empty());
        assertThat(reject(agent, ALL)).isEmpty();
    }

    @Test
    void scoresFollowTheForecastAndUnknownNodesGetNothing() {
        advisor.update(usual().view());
        assertThat(score(waiting("x", 100), List.of("a", "b", "c", "d", "e", "new")))
                .containsExactly(0, 4, 8, 0, 0, 0);
    }

    @Test
    void aCloneOfAMigrationGoesToItsHeldTargetOnly() {
        advisor.update(usual().held("b", 400).view());
        for (PodFacts clone :
                List.of(
                        waiting("c-1", "solver-2", 10, "", ""),
                        waiting("other", "solver-2", 10, "rs-1", ""),
                        waiting("third", "solver-2", 10, "", "solver"))) {
            Map<String, Rejection> rejections = reject(clone, ALL);
            assertThat(rejections.keySet()).containsExactlyInAnyOrder("a", "c", "d", "e");
            assertThat(rejections)
                    .containsEntry(
                            "c",
                            new Rejection(
                                    "podferry: the clone of lab/solver waits for node b", false));
        }
        assertThat(reject(waiting("c-1", "solver-2", 10, "", ""), List.of("a", "c")))
                .as("when the held target is not offered, no other will do")
                .hasSize(2);
    }

    @Test
    void theSourceOfAMigrationIsNotItsClone() {
        advisor.update(usual().held("b", 400).view());
        assertThat(reject(waiting("s-1", "solver", 10, "rs-1", ""), ALL).keySet())
                .containsExactly("d");
    }

    @Test
    void aCloneByHandGetsTheBestNodeThatIsNotItsOwn() {
        advisor.update(usual().view());
        PodFacts clone = waiting("u-1", "solver-2", 10, "", "solver");
        assertThat(reject(clone, ALL).keySet()).containsExactlyInAnyOrder("a", "b", "d", "e");
        assertThat(advisor.reservations()).hasSize(1);
        Reservation promise = advisor.reservations().getFirst();
        assertThat(promise.node()).isEqualTo("c");
        assertThat(promise.size().mebibytes()).as("what the source has").isEqualTo(400);
        assertThat(reject(clone, ALL).keySet())
                .as("asked again, the same answer")
                .containsExactlyInAnyOrder("a", "b", "d", "e");
        assertThat(advisor.reservations()).hasSize(1);
    }

    @Test
    void twoClonesNeverGetTheSameHeadroom() {
        advisor.update(usual().view());
        assertThat(kept(waiting("u-1", "one", 10, "", "solver"))).containsExactly("c");
        assertThat(kept(waiting("u-2", "two", 10, "", "solver"))).containsExactly("c");
        assertThat(kept(waiting("u-3", "three", 10, "", "solver"))).containsExactly("b");
        assertThat(kept(waiting("u-4", "four", 10, "", "solver"))).isEmpty();
        time.pass(Duration.ofSeconds(29));
        assertThat(kept(waiting("u-2", "two", 10, "", "solver"))).containsExactly("c");
    }

    @Test
    void promisedMemoryIsKeptFromOtherPodsUntilItsTimeIsOver() {
        advisor.update(usual().view());
        assertThat(kept(waiting("u-1", "one", 10, "", "solver"), "c")).containsExactly("c");
        assertThat(kept(waiting("big", 600), "c")).isEmpty();
        assertThat(kept(waiting("small", 400), "c")).containsExactly("c");
        time.pass(Duration.ofSeconds(61));
        advisor.update(usual().at(time.instant()).view());
        assertThat(advisor.reservations()).isEmpty();
        assertThat(kept(waiting("big", 600), "c")).containsExactly("c");
    }

    @Test
    void anArrivedCloneIsCountedOnce() {
        advisor.update(usual().view());
        assertThat(kept(waiting("u-1", "one", 10, "", "solver"))).containsExactly("c");
        advisor.update(usual().pod("u-1", "lab/one", "c", 400).view());
        assertThat(advisor.reservations()).isEmpty();
    }

    @Test
    void withoutAFreshPictureClonesWaitAndOthersPass() {
        PodFacts clone = waiting("u-1", "one", 10, "", "solver");
        assertThat(advisor.notReady()).contains("there is no picture of the cluster yet");
        assertThat(reject(clone, ALL)).hasSize(5);
        assertThat(reject(waiting("x", 990), ALL)).isEmpty();
        assertThat(score(waiting("x", 990), ALL)).containsExactly(0, 0, 0, 0, 0);
        advisor.update(usual().view());
        assertThat(advisor.notReady()).isEmpty();
        time.pass(Duration.ofSeconds(31));
        assertThat(advisor.notReady())
                .contains("the picture of the cluster is 31 s old, more than 30 s");
        assertThat(reject(clone, ALL).values())
                .extracting(Rejection::reason)
                .containsOnly(
                        "podferry: clones wait, as the picture of the cluster is 31 s old, more"
                                + " than 30 s");
        assertThat(reject(waiting("x", 990), ALL)).isEmpty();
    }

    @Test
    void aStandbyIsNotReady() {
        advisor.update(usual().view());
        advisor.standBy(Optional.of("another replica leads"));
        assertThat(advisor.notReady()).contains("another replica leads");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "room after the victim has gone,   x,     350, '',     a:v-1, a",
        "still no room,                    x,     950, '',     a:v-1, ''",
        "still endangered,                 x,     300, '',     d:zzz, ''",
        "a pod that moves is no victim,    x,     10,  '',     d:s-1, ''",
        "unknown nodes are not our matter, x,     950, '',     z:v-1, z",
        "a clone on its target only,       c-1,   10,  '',     b:v-1, b",
        "a clone nowhere else,             c-1,   10,  '',     a:v-1, ''",
        "a clone by hand not at home,      u-9,   10,  victim, a:zzz, ''",
    })
    void preemptKeepsNodesWhereItHelps(
            String what, String uid, long request, String cloneOf, String victim, String kept) {
        advisor.update(usual().held("b", 400).view());
        String[] parts = victim.split(":", 2);
        Map<String, Victims> victims = new LinkedHashMap<>();
        victims.put(parts[0], new Victims(List.of(parts[1]), 0));
        PodFacts pod = waiting(uid, "new", request, "", cloneOf);
        assertThat(advisor.preempt(pod, victims).keySet()).as(what).containsExactly(words(kept));
    }

    @Test
    void answersAreExplained() {
        advisor.update(usual().view());
        PodFacts pod = waiting("x", 300);
        reject(pod, ALL);
        score(pod, List.of("b", "c", "e"));
        Explanation explanation = advisor.explain("lab/x").orElseThrow();
        assertThat(explanation.kind()).isEqualTo("new pod, placed by forecast headroom");
        assertThat(explanation.candidates()).isEqualTo(5);
        assertThat(explanation.rejected())
                .extracting(Explanation.Turned::reason, Explanation.Turned::examples)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "podferry: not enough free memory", List.of("a")));
        assertThat(explanation.best())
                .containsExactly(
                        new Explanation.Scored("c", 6),
                        new Explanation.Scored("b", 2),
                        new Explanation.Scored("e", 0));
        assertThat(advisor.explain("lab/unheard")).isEmpty();
    }

    private Map<String, Rejection> reject(PodFacts pod, List<String> names) {
        NodeNames nodes = NodeNames.of(advisor.names(), names);
        Verdicts verdicts = advisor.reject(pod, nodes);
        Map<String, Rejection> rejections = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            Rejection rejection = verdicts.of(i);
            if (rejection != null) {
                rejections.put(names.get(i), rejection);
            }
        }
        assertThat(verdicts.count()).isEqualTo(rejections.size());
        return rejections;
    }

    private int[] score(PodFacts pod, List<String> names) {
        return advisor.score(pod, NodeNames.of(advisor.names(), names));
    }

    /** Which of the offered nodes remain. */
    private List<String> kept(PodFacts pod, String... offered) {
        List<String> nodes = offered.length == 0 ? List.of("a", "b", "c") : List.of(offered);
        Map<String, Rejection> rejections = reject(pod, nodes);
        return nodes.stream().filter(name -> !rejections.containsKey(name)).toList();
    }
}
