package io.podferry.cli.demo;

import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.scenario.DemoScenario;

/** Where runs are played: on real containers or on a virtual cluster. */
interface DemoStage extends AutoCloseable {
    /**
     * Plays one run to its end.
     *
     * @throws InterruptedException when it is called off
     */
    RunResult play(DemoScenario scenario, PolicyChoice policy, EventSink sink)
            throws InterruptedException;

    /** Takes everything down that the stage has set up. Idempotent. */
    @Override
    void close();
}
