package io.podferry.cli.demo;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.EventStream;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.cli.workload.DemoPods;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunRecorder;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoNode;
import io.podferry.simulations.scenario.DemoPod;
import io.podferry.simulations.scenario.DemoScenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run of a scenario on a local cluster that is up and empty. */
final class RealRun {
    /** How long after the end of the scenario a move under way may still come to its end. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final Duration LOOK_AROUND = Duration.ofMillis(50);

    private static final int STARTS = 4;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final LocalCluster cluster;
    private final DemoPods pods;
    private final DemoScenario scenario;
    private final PolicyChoice policy;
    private final EventSink sink;
    private final Consumer<String> notes;
    private final RunRecorder recorder = new RunRecorder();
    private final RequestLedger ledger = new RequestLedger();
    private final Directory directory = new Directory();
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private Duration lag = Duration.ZERO;

    RealRun(
            LocalCluster cluster,
            DemoPods pods,
            DemoScenario scenario,
            PolicyChoice policy,
            EventSink sink,
            Consumer<String> notes) {
        this.cluster = cluster;
        this.pods = pods;
        this.scenario = scenario;
        this.policy = policy;
        this.sink = sink;
        this.notes = notes;
    }

    RunResult play() throws InterruptedException {
        Map<String, DemoPod.Kind> kinds =
                scenario.pods().stream().collect(Collectors.toMap(DemoPod::name, DemoPod::kind));
        ClusterEvents events = new ClusterEvents(startMillis, kinds, this::tell, notes);
        tell(
                new DemoEvent.RunStarted(
                        Duration.ZERO,
                        scenario.name(),
                        policy.label(),
                        scenario.seed(),
                        scenario.duration(),
                        scenario.nodes().stream().map(DemoNode::name).toList()));
        CounterClients clients =
                new CounterClients(
                        directory::find,
                        ledger,
                        this::elapsed,
                        this::tell,
                        scenario.requestEvery());
        try (clients;
                EventStream _ = cluster.events(event -> follow(event, events))) {
            startPods(clients);
            while (goesOn(events)) {
                Thread.sleep(LOOK_AROUND);
            }
        }
        RunResult result = recorder.result(policy.label(), ledger);
        tell(new DemoEvent.Summary(elapsed(), scenario.seed(), result));
        return result;
    }

    private boolean goesOn(ClusterEvents events) {
        Duration end = scenario.duration().plus(lag);
        return elapsed().compareTo(end) < 0
                || (events.moving() && elapsed().compareTo(end.plus(GRACE)) < 0);
    }

    /**
     * Starts every pod at its time. On a busy machine that takes its time; the end of the run is
     * put off by as much, so that the load is as long as it is meant to be.
     */
    private void startPods(CounterClients clients) throws InterruptedException {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> lags =
                    scenario.pods().stream()
                            .map(pod -> starters.submit(() -> startPod(pod, clients)))
                            .toList();
            for (Future<Duration> late : lags) {
                lag = lag.compareTo(late.get()) < 0 ? late.get() : lag;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterException cause) {
                throw cause;
            }
            throw new IllegalStateException("a pod could not be started", e);
        }
    }

    private Duration startPod(DemoPod pod, CounterClients clients) throws InterruptedException {
        Duration early = pod.startsAfter().minus(elapsed());
        if (early.isPositive()) {
            Thread.sleep(early);
        }
        start(pod);
        if (pod.kind() == DemoPod.Kind.COUNTER) {
            clients.request(pod.name());
        }
        return elapsed().minus(pod.startsAfter());
    }

    /** A busy machine may need more time than a request has; the pod can then be there or not. */
    private void start(DemoPod pod) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                cluster.runPod(pods.of(pod), Optional.of(pod.node().value()), RestartPolicy.ALWAYS);
                return;
            } catch (ClusterException e) {
                if (attempt == STARTS) {
                    throw e;
                }
                Thread.sleep(RETRY);
                if (cluster.pod(pod.name()).isPresent()) {
                    return;
                }
            }
        }
    }

    /** Addresses are followed first, so that whoever hears of a running clone can find it. */
    private void follow(ClusterEvent event, ClusterEvents events) {
        switch (event) {
            case ClusterEvent.Sample sample -> {
                directory.update(sample.pods());
                events.accept(event);
                tell(new DemoEvent.Answers(elapsed(), ledger.last()));
            }
            case ClusterEvent.Migration change when change.migration().cloneRuns() -> {
                directory.update(cluster.pods());
                events.accept(event);
            }
            case ClusterEvent.Migration _,
                    ClusterEvent.Decision _,
                    ClusterEvent.PodStarted _,
                    ClusterEvent.PodDied _,
                    ClusterEvent.PodRemoved _,
                    ClusterEvent.AgentState _,
                    ClusterEvent.Refused _ ->
                    events.accept(event);
        }
    }

    private synchronized void tell(DemoEvent event) {
        recorder.accept(event);
        sink.accept(event);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
