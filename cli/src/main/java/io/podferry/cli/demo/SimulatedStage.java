package io.podferry.cli.demo;

import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.simulations.cluster.Conditions;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.run.Pace;
import io.podferry.simulations.run.SimulatedRun;
import io.podferry.simulations.scenario.DemoScenario;
import java.time.Duration;

/** Plays on a virtual cluster, for spectators in real time or as fast as the machine can. */
final class SimulatedStage implements DemoStage {
    private final boolean fast;

    SimulatedStage(boolean fast) {
        this.fast = fast;
    }

    @Override
    public RunResult play(DemoScenario scenario, PolicyChoice policy, EventSink sink)
            throws InterruptedException {
        RunResult result =
                SimulatedRun.play(
                        scenario,
                        policy.label(),
                        policy.settings(),
                        Conditions.measured(),
                        sink,
                        fast ? Pace.UNHURRIED : realTime());
        if (Thread.interrupted()) {
            throw new InterruptedException("the run was called off");
        }
        return result;
    }

    private static Pace realTime() {
        long start = System.nanoTime();
        return elapsed -> {
            Duration early = elapsed.minusNanos(System.nanoTime() - start);
            try {
                if (early.isPositive()) {
                    Thread.sleep(early);
                }
                return true;
            } catch (InterruptedException calledOff) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    @Override
    public void close() {
        // Nothing outside this process was set up.
    }
}
