package io.podferry.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunRecorder;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoNode;
import io.podferry.simulations.scenario.DemoPod;
import io.podferry.simulations.scenario.DemoScenario;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** One run of a scenario on a Kubernetes cluster in which none of its pods is left. */
final class KubernetesRun {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final KubernetesPods pods;
    private final DemoScenario scenario;
    private final PolicyChoice policy;
    private final EventSink sink;
    private final Consumer<String> notes;
    private final RunRecorder recorder = new RunRecorder();
    private final RequestLedger ledger = new RequestLedger();
    private final long startNanos = System.nanoTime();

    KubernetesRun(
            KubernetesPods pods,
            DemoScenario scenario,
            PolicyChoice policy,
            EventSink sink,
            Consumer<String> notes) {
        this.pods = pods;
        this.scenario = scenario;
        this.policy = policy;
        this.sink = sink;
        this.notes = notes;
    }

    RunResult play() throws IOException, InterruptedException {
        tell(
                new DemoEvent.RunStarted(
                        Duration.ZERO,
                        scenario.name(),
                        policy.label(),
                        scenario.seed(),
                        scenario.duration(),
                        scenario.nodes().stream().map(DemoNode::name).toList()));
        ObjectEvents events = new ObjectEvents(scenario.pods(), this::tell);
        List<DemoPod> waiting =
                scenario.pods().stream()
                        .sorted(Comparator.comparing(DemoPod::startsAfter))
                        .toList();
        int started = 0;
        Duration lag = Duration.ZERO;
        try (CounterClients clients =
                new CounterClients(
                        events::find, ledger, this::elapsed, this::tell, scenario.requestEvery())) {
            while (goesOn(lag, events)) {
                while (started < waiting.size()
                        && waiting.get(started).startsAfter().compareTo(elapsed()) <= 0) {
                    DemoPod pod = waiting.get(started++);
                    pods.start(pod);
                    if (pod.kind() == DemoPod.Kind.COUNTER) {
                        clients.request(pod.name());
                    }
                }
                look(events);
                if (!events.allBegun()) {
                    lag = elapsed();
                }
                Thread.sleep(LOOK);
            }
        }
        RunResult result = recorder.result(policy.label(), ledger);
        tell(new DemoEvent.Summary(elapsed(), scenario.seed(), result));
        return result;
    }

    /** The load lasts as long as it is meant to from when all of it is there; moves may end. */
    private boolean goesOn(Duration lag, ObjectEvents events) {
        Duration end = scenario.duration().plus(lag);
        return elapsed().compareTo(end) < 0
                || (events.moving() && elapsed().compareTo(end.plus(GRACE)) < 0);
    }

    private void look(ObjectEvents events) {
        try {
            List<ObjectNode> migrations = pods.migrations();
            events.look(elapsed(), pods.pods(), migrations);
            tell(new DemoEvent.Answers(elapsed(), ledger.last()));
        } catch (IOException e) {
            notes.accept("the cluster did not answer: " + e.getMessage());
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
