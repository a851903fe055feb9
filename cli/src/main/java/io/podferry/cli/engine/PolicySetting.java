package io.podferry.cli.engine;

import io.podferry.cli.api.PolicyView;
import io.podferry.cli.policyfile.LivePolicy;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.cli.policyfile.PolicyYaml;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.policy.plan.Policies;
import io.podferry.policy.plan.Rung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force, by name or from a file that is followed while it changes. Choice and last
 * good version outlive the engine process. Thread-safe; only {@link #refresh} touches the engine.
 */
final class PolicySetting {
    private static final Logger LOG = LoggerFactory.getLogger(PolicySetting.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Path remembered;
    private final Path lastGood;
    private final InstantSource clock;
    private String chosen;
    private @Nullable LivePolicy file;
    private PolicySettings settings;
    private boolean adopted;
    private long since;
    private long lookedAt = Long.MIN_VALUE;

    /**
     * @param remembered where the choice is kept; the last good version lies beside it
     * @param otherwise the choice when none was ever made
     * @throws IOException when neither the file that was chosen nor its last good version can be
     *     used
     */
    PolicySetting(Path remembered, String otherwise, InstantSource clock) throws IOException {
        this.remembered = remembered;
        this.lastGood = remembered.resolveSibling("policy.good.yaml");
        this.clock = clock;
        this.chosen = Files.exists(remembered) ? Files.readString(remembered).strip() : otherwise;
        this.settings = PolicySettings.standard();
        if (PolicyChoice.isFile(chosen)) {
            startFrom(Path.of(chosen));
        } else {
            settings = PolicyChoice.of(chosen).settings();
        }
        since = clock.millis();
    }

    private void startFrom(Path path) throws IOException {
        LivePolicy live = new LivePolicy(path);
        if (live.reload().isEmpty()) {
            try {
                live = new LivePolicy(path, PolicyChoice.of(lastGood.toString()).settings());
            } catch (IllegalArgumentException e) {
                throw new IOException(String.join("\n", live.problems()), e);
            }
            live.reload();
        }
        file = live;
        settings = live.settings();
        keep();
    }

    /** Name for people. */
    synchronized String name() {
        return file == null ? chosen : settings.name();
    }

    /** What is in force, for people and programs. */
    synchronized PolicyView view() {
        LivePolicy live = file;
        return new PolicyView(
                settings.policy().name(),
                name(),
                live == null ? "" : chosen,
                settings.selector().mode().name().toLowerCase(Locale.ROOT),
                since,
                live == null ? List.of() : live.problems(),
                List.copyOf(Policies.names()));
    }

    /** Another policy from the next tick on. */
    synchronized void set(String text) throws IOException {
        PolicyChoice choice;
        try {
            choice = PolicyChoice.of(text);
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, String.valueOf(e.getMessage()));
        }
        chosen = choice.text();
        file = PolicyChoice.isFile(chosen) ? new LivePolicy(Path.of(chosen)) : null;
        enter(choice.settings());
        write(remembered, chosen + "\n");
        LOG.info("policy is now {}", chosen);
    }

    /** Called before every tick, on the engine's thread: follows the file and tells the engine. */
    synchronized void refresh(PolicyEngine engine, Coordinator coordinator) {
        LivePolicy live = file;
        long now = clock.millis();
        if (live != null && Math.abs(now - lookedAt) >= LOOK_EVERY.toMillis()) {
            lookedAt = now;
            Optional<PolicySettings> changed = live.reload();
            if (changed.isPresent() && !changed.get().equals(settings)) {
                enter(changed.get());
            }
        }
        if (!adopted) {
            adopted = true;
            engine.adopt(
                    settings.policy(), settings.selector(), settings.budgets(), settings.engine());
            coordinator.limit(settings.limits());
            warnOfRefusedRungs();
        }
    }

    /** Better now than in the moment of danger; other policies have no ladder. */
    private void warnOfRefusedRungs() {
        List<String> refused =
                settings.policyConfig().ladder().stream()
                        .filter(rung -> rung != Rung.MIGRATE)
                        .sorted()
                        .map(Rung::word)
                        .toList();
        if (!refused.isEmpty() && settings.policy().name().equals(DefaultPolicy.NAME)) {
            LOG.warn(
                    "The ladder of policy {} allows {}, but a local cluster can only move pods and"
                            + " refuses them. Maybe leave them out of its ladder?",
                    settings.name(),
                    String.join(", ", refused));
        }
    }

    private void enter(PolicySettings next) {
        settings = next;
        adopted = false;
        since = clock.millis();
        keep();
    }

    /** A new process finds the last good version even when the file has been spoilt meanwhile. */
    private void keep() {
        if (file == null) {
            return;
        }
        try {
            write(lastGood, PolicyYaml.text(settings));
        } catch (IOException e) {
            LOG.warn("The last good policy cannot be kept in {}: {}", lastGood, e.toString());
        }
    }

    private static void write(Path to, String text) throws IOException {
        Path temporary = to.resolveSibling(to.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
