package io.podferry.extender.load;

import io.podferry.extender.kubernetes.ApiTransport;
import io.podferry.extender.kubernetes.ApiWriter;
import io.podferry.extender.kubernetes.ApiWriter.Change;
import io.podferry.extender.kubernetes.ApiWriter.Method;
import io.podferry.extender.objects.PodFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Fills a cluster with node objects and pending pods and watches how fast kube-scheduler binds
 * them. Nodes have no machines: a pod is at its goal when it is bound.
 */
public final class SchedulerLoad {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int TOGETHER = 16;
    private static final int SHOWN = 300;
    private static final int LEAST_REQUEST = 50;
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ApiWriter api;

    public SchedulerLoad(ApiWriter api) {
        this.api = api;
    }

    /** Creates ready nodes with 64 cores and 64 GiB. */
    public void createNodes(List<String> names) throws IOException {
        create("/api/v1/nodes", names.size(), i -> node(names.get(i)));
    }

    /**
     * Creates pods that ask for 50 MiB or a little more and tolerate everything.
     *
     * @param shapes how many different requests there are, in turns. Since 1.35 kube-scheduler
     *     places pods by the scores of their predecessor when that was alike and no extender is
     *     configured; pods of different owners, one after the other, are not.
     */
    public void createPods(int count, int shapes) throws IOException {
        create(PODS, count, number -> pod(number, LEAST_REQUEST + number % shapes));
    }

    /** Deletes all pods at once, without a time to stop. */
    public void deletePods() throws IOException {
        send(
                new Change(
                        Method.DELETE,
                        PODS,
                        Change.JSON,
                        utf8(
                                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0}")));
    }

    /**
     * Waits until pods are bound and says how many were per second, from the first one seen to the
     * last.
     *
     * @param pods what is known of the pods at any time
     * @throws IOException when they are not all bound within this time
     */
    public static double boundPerSecond(
            Supplier<Collection<PodFacts>> pods, int count, Duration limit)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long first = 0;
        int firstBound = 0;
        while (true) {
            int bound = (int) pods.get().stream().filter(pod -> pod.node().isPresent()).count();
            long now = System.nanoTime();
            if (first == 0 && bound > 0) {
                first = now;
                firstBound = bound;
            }
            if (bound >= count) {
                double seconds = (now - first) / (double) TimeUnit.SECONDS.toNanos(1);
                return (bound - firstBound) / Math.max(seconds, 1e-3);
            }
            if (now - begin > limit.toNanos()) {
                throw new IOException(
                        "%d of %d pods are bound after %d s"
                                .formatted(bound, count, limit.toSeconds()));
            }
            Thread.sleep(LOOK);
        }
    }

    private void create(String path, int count, IntFunction<String> object) throws IOException {
        try (ExecutorService workers = Executors.newFixedThreadPool(TOGETHER)) {
            List<? extends Future<?>> parts =
                    IntStream.range(0, TOGETHER)
                            .mapToObj(part -> workers.submit(() -> part(path, part, count, object)))
                            .toList();
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while creating objects", e);
        } catch (ExecutionException e) {
            throw new IOException("cannot create objects: " + e.getMessage(), e);
        }
    }

    private Object part(String path, int first, int count, IntFunction<String> object)
            throws IOException {
        for (int i = first; i < count; i += TOGETHER) {
            send(new Change(Method.POST, path, Change.JSON, utf8(object.apply(i))));
        }
        return path;
    }

    private void send(Change change) throws IOException {
        try (ApiTransport.ApiResponse answer = api.send(change, SILENCE)) {
            byte[] said = answer.body().readAllBytes();
            if (answer.status() >= 300 && answer.status() != 409) {
                throw new IOException(
                        "the API server answers %d to %s %s: %s"
                                .formatted(
                                        answer.status(),
                                        change.method(),
                                        change.pathAndQuery(),
                                        new String(
                                                said,
                                                0,
                                                Math.min(SHOWN, said.length),
                                                StandardCharsets.UTF_8)));
            }
        }
    }

    private static String node(String name) {
        return """
        {"metadata":{"name":"%1$s","labels":{"kubernetes.io/hostname":"%1$s"}},\
        "status":{"capacity":{"cpu":"64","memory":"64Gi","pods":"110"},\
        "allocatable":{"cpu":"64","memory":"64Gi","pods":"110"},\
        "conditions":[{"type":"Ready","status":"True"}]}}\
        """
                .formatted(name);
    }

    private static String pod(int number, int mebibytes) {
        return """
        {"metadata":{"name":"load-%d"},"spec":{"automountServiceAccountToken":false,\
        "tolerations":[{"operator":"Exists"}],"containers":[{"name":"c","image":"solver",\
        "resources":{"requests":{"cpu":"10m","memory":"%dMi"}}}]}}\
        """
                .formatted(number, mebibytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
