package io.podferry.cli.demo;

import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.run.Promise;
import java.util.ArrayList;
import java.util.List;

/** Plays all runs, shows them, and judges them. */
final class Demo {
    private final DemoOptions options;
    private final DemoStage stage;
    private final DemoOutput output;

    Demo(DemoOptions options, DemoStage stage, DemoOutput output) {
        this.options = options;
        this.stage = stage;
        this.output = output;
    }

    /**
     * Plays.
     *
     * @return what the runs failed to show; empty when they did what they say
     */
    List<String> play() throws InterruptedException {
        List<RunResult> results = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (PolicyChoice policy : options.policies()) {
            RunResult result = stage.play(options.scenario(), policy, output);
            results.add(result);
            Promise.broken(result)
                    .forEach(what -> broken.add("policy " + policy.label() + ": " + what));
        }
        output.summary(options.scenario().seed(), results);
        return broken;
    }
}
