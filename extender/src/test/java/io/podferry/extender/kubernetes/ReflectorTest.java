package io.podferry.extender.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReflectorTest {
    private static final String POD =
            """
            {"metadata":{"name":"%1$s","namespace":"lab","uid":"u-%1$s","resourceVersion":"%2$d","labels":{"a":"b"},\
            "ownerReferences":[{"kind":"ReplicaSet","name":"rs","uid":"rs-1","controller":true,"fromTheFuture":[1]}],"futureMeta":{"x":[{}]}},\
            "spec":{"nodeName":"n1","future":{"deep":[[{"metadata":{"resourceVersion":"no"}}]]},"containers":[{"name":"c","newField":null,\
            "resources":{"requests":{"memory":"100Mi","future.io/x":{"y":1}},"limits":{"memory":"1Gi"},"claims":[{"name":"z"}]}}],\
            "initContainers":[{"name":"side","restartPolicy":"Always","resources":{"requests":{"memory":"28Mi"},"limits":{"memory":"1Gi"}}}]},\
            "status":{"phase":"%3$s","future":"%1$s"}}\
            """;

    private final ScriptedServer server = new ScriptedServer();
    private final InstantSource clock = () -> Instant.EPOCH.plusSeconds(100);
    private @Nullable Reflector<PodFacts> reflector;

    @AfterEach
    void stop() {
        if (reflector != null) {
            reflector.close();
        }
    }

    private ObjectCache<PodFacts> start() {
        Reflector<PodFacts> started =
                new Reflector<>(server, Kind.PODS, clock, Duration.ofSeconds(5));
        reflector = started;
        return started.cache();
    }

    private static String pod(String name, int version) {
        return POD.formatted(name, version, "Running");
    }

    private static String list(String version, String next, String... items) {
        return "{\"kind\":\"PodList\",\"newTopField\":{\"a\":[]},\"items\":[%s],\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"%s\"}}"
                .formatted(String.join(",", items), version, next);
    }

    private static String event(String type, String object) {
        return "{\"type\":\"%s\",\"future\":1,\"object\":%s}\n".formatted(type, object);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(2);
        }
    }

    private static Set<String> names(ObjectCache<PodFacts> cache) {
        Set<String> names = new TreeSet<>();
        cache.all().forEach(pod -> names.add(pod.name()));
        return names;
    }

    private static void write(PipedOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Test
    void listsInPagesThenFollowsChanges() throws Exception {
        server.then(200, list("7", "go on=", pod("a", 1), pod("b", 2)));
        server.then(200, list("7", "", pod("c", 3), POD.formatted("done", 4, "Succeeded")));
        PipedOutputStream watch = server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> server.asked.size() == 3);
        assertThat(names(cache)).containsExactly("a", "b", "c");
        assertThat(server.asked)
                .containsExactly(
                        "/api/v1/pods?limit=2000",
                        "/api/v1/pods?limit=2000&continue=go+on%3D",
                        "/api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=300");
        write(watch, event("ADDED", pod("d", 8)));
        write(watch, event("DELETED", pod("a", 9)));
        write(watch, event("MODIFIED", POD.formatted("b", 10, "Failed")));
        until(() -> names(cache).equals(Set.of("c", "d")));
        assertThat(cache.age(clock.instant())).isZero();
    }

    @Test
    void everyFactSurvivesFieldsOfOtherVersions() throws Exception {
        server.then(200, list("7", "", pod("a", 1)));
        server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> cache.synced());
        PodFacts pod = Objects.requireNonNull(cache.get("u-a"));
        assertThat(pod.qualifiedName()).isEqualTo("lab/a");
        assertThat(pod.node()).contains("n1");
        assertThat(pod.memoryRequest()).contains(DataSize.ofMebibytes(128));
        assertThat(pod.memoryLimit()).contains(DataSize.ofGibibytes(2));
        assertThat(pod.owner()).contains(new PodFacts.Owner("rs-1", "ReplicaSet", "rs"));
        assertThat(pod.workloadClass()).isEqualTo("lab/ReplicaSet/rs");
        assertThat(pod.phase()).isEqualTo("Running");
    }

    @Test
    void aBookmarkMovesTheVersionOnAndABrokenWatchGoesOnFromThere() throws Exception {
        server.then(200, list("7", "", pod("a", 1)));
        PipedOutputStream watch = server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> server.asked.size() == 2);
        PipedOutputStream second = server.thenOpenWatch();
        write(
                watch,
                event("BOOKMARK", "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"99\"}}"));
        write(watch, "{\"type\":\"ADDED\",\"object\":{\"meta");
        watch.close();
        until(() -> server.asked.size() == 3);
        assertThat(server.asked.get(2)).contains("resourceVersion=99");
        write(second, event("ADDED", pod("b", 100)));
        until(() -> names(cache).equals(Set.of("a", "b")));
    }

    @Test
    void goneIsAnsweredByANewListWhetherAsStatusOrAsEvent() throws Exception {
        server.then(200, list("7", "", pod("a", 1), pod("b", 1)));
        server.then(410, "{\"kind\":\"Status\"}");
        server.then(200, list("20", "", pod("b", 12)));
        server.then(
                200,
                event(
                        "ERROR",
                        "{\"kind\":\"Status\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"too"
                            + " old\",\"code\":410}"));
        server.then(200, list("30", "", pod("c", 22)));
        server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> server.asked.size() == 6);
        assertThat(names(cache)).containsExactly("c");
        assertThat(server.asked.get(5)).contains("resourceVersion=30");
    }

    @Test
    void anExpiredContinuationStartsTheListAfresh() throws Exception {
        server.then(200, list("7", "more", pod("a", 1)));
        server.then(410, "{}");
        server.then(200, list("9", "", pod("b", 1)));
        server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> server.asked.size() == 4);
        assertThat(names(cache)).containsExactly("b");
    }

    @Test
    void aServerInTroubleIsAskedAgainAndTheCacheStays() throws Exception {
        server.then(403, "{\"message\":\"pods is forbidden\"}");
        server.then(500, "");
        server.then(200, "not json");
        server.then(200, list("7", "", pod("a", 1)));
        server.then(503, "");
        server.thenOpenWatch();
        ObjectCache<PodFacts> cache = start();
        until(() -> server.asked.size() == 6);
        assertThat(names(cache)).containsExactly("a");
        assertThat(server.asked.get(5)).contains("resourceVersion=7");
    }

    @Test
    void aServerThatEndsEveryWatchAtOnceIsNotFlooded() throws Exception {
        server.then(200, list("7", "", pod("a", 1)));
        for (int i = 0; i < 50; i++) {
            server.then(200, "");
        }
        long begin = System.nanoTime();
        start();
        until(() -> server.asked.size() >= 4);
        // Two pauses of 100 to 200 ms lie between three watches.
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void nodesAreReadToo() throws Exception {
        server.then(
                200,
                """
                {"metadata":{"resourceVersion":"5"},"items":[
                {"metadata":{"name":"n1"},"spec":{"unschedulable":true,"x":{}},"status":{"allocatable":{"memory":"7Gi"},"conditions":[{"type":"Ready","status":"True","z":[]}]}},
                {"metadata":{"name":"n2"},"spec":{},"status":{"conditions":null}}]}\
                """);
        server.thenOpenWatch();
        try (Reflector<NodeFacts> nodes =
                new Reflector<>(server, Kind.NODES, clock, Duration.ofSeconds(5))) {
            until(() -> nodes.cache().synced());
            assertThat(nodes.cache().get("n1"))
                    .isEqualTo(
                            new NodeFacts(
                                    "n1",
                                    true,
                                    true,
                                    java.util.Optional.of(DataSize.ofGibibytes(7))));
            assertThat(nodes.cache().get("n2"))
                    .isEqualTo(new NodeFacts("n2", false, false, java.util.Optional.empty()));
        }
    }
}
