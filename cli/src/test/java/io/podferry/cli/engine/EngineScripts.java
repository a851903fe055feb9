package io.podferry.cli.engine;

import io.podferry.policy.migration.Step;

/** What tests in other packages let the fake agents do. */
public final class EngineScripts {
    private final EngineFixture fixture;

    public EngineScripts(EngineFixture fixture) {
        this.fixture = fixture;
    }

    public void memory(String node, String pod, long mebibytes) {
        fixture.agent(node).memory(pod, mebibytes << 20);
    }

    public void kill(String node, String pod) {
        fixture.agent(node).kill(pod);
    }

    public void fail(String node, String step, String why) {
        fixture.agent(node).fail(Step.valueOf(step), why);
    }

    public void stick(String node, String step, boolean now) {
        fixture.agent(node).stick(Step.valueOf(step), now);
    }

    public boolean asked(String node, String step) {
        FakeAgent agent = fixture.agent(node);
        synchronized (agent) {
            return agent.steps.contains(step);
        }
    }

    public void refuseRuns(String node, String why) {
        fixture.agent(node).refuseRuns(why);
    }

    public void down(String node, boolean now) {
        fixture.agent(node).down(now);
    }
}
