package io.podferry.cli.controller;

import io.podferry.cli.policyfile.LivePolicy;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.migration.Coordinator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The policy in force: that of a file, which is followed while it changes, or the standard one,
 * which only recommends. Used by the engine's thread.
 */
final class ControllerPolicy {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Optional<LivePolicy> file;
    private PolicySettings settings = PolicySettings.standard();
    private boolean adopted;
    private long lookedAt = System.nanoTime();

    /**
     * @throws IOException when the file is not good; says what is wrong
     */
    ControllerPolicy(Optional<Path> path) throws IOException {
        file = path.map(LivePolicy::new);
        if (file.isPresent()) {
            settings =
                    file.get()
                            .reload()
                            .orElseThrow(() ->
                                    new IOException(String.join("\n", file.get().problems())));
        }
    }

    /** Name for people. */
    String name() {
        return settings.name();
    }

    /** Called before every tick. */
    void refresh(PolicyEngine engine, Coordinator coordinator) {
        if (file.isPresent() && System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
            lookedAt = System.nanoTime();
            Optional<PolicySettings> changed = file.get().reload();
            if (changed.isPresent() && !changed.get().equals(settings)) {
                settings = changed.get();
                adopted = false;
            }
        }
        if (!adopted) {
            adopted = true;
            engine.adopt(
                    settings.policy(), settings.selector(), settings.budgets(), settings.engine());
            coordinator.limit(settings.limits());
        }
    }
}
