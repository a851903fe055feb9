package io.podferry.cli.engine;

import io.podferry.policy.plan.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy in force by name; outlives the engine process. Thread-safe. */
final class PolicySetting {
    private static final Logger LOG = LoggerFactory.getLogger(PolicySetting.class);
    private final Path file;
    private final SwitchablePolicy policy;

    /**
     * @param otherwise name of the policy when none was ever set
     */
    PolicySetting(Path file, String otherwise) throws IOException {
        this.file = file;
        String name = Files.exists(file) ? Files.readString(file).strip() : otherwise;
        this.policy = new SwitchablePolicy(Policies.byName(name));
    }

    SwitchablePolicy policy() {
        return policy;
    }

    String name() {
        return policy.name();
    }

    synchronized void set(String name) throws IOException {
        try {
            policy.replace(Policies.byName(name));
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(400, String.valueOf(e.getMessage()));
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, name + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("policy is now {}", name);
    }
}
