package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy file that may change while the engine runs. A bad version is reported once and the last
 * good one stays in force. Not thread-safe.
 */
public final class LivePolicy {
    private static final Logger LOG = LoggerFactory.getLogger(LivePolicy.class);

    private final Path file;
    private @Nullable FileTime seen;
    private long size;
    private PolicySettings good = PolicySettings.standard();

    public LivePolicy(Path file) {
        this.file = file;
    }

    /** What is in force: the last good version, the defaults before there was one. */
    public PolicySettings settings() {
        return good;
    }

    /** Looks whether the file has changed; the new settings if it has and they are good. */
    public Optional<PolicySettings> reload() {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            long bytes = Files.size(file);
            if (time.equals(seen) && bytes == size) {
                return Optional.empty();
            }
            seen = time;
            size = bytes;
        } catch (IOException e) {
            if (seen != null) {
                LOG.error("Policy file {} cannot be read; the last good one stays in force", file);
                seen = null;
            }
            return Optional.empty();
        }
        PolicyFile read = PolicyFile.read(file);
        if (!read.problems().isEmpty()) {
            read.problems().forEach(problem -> LOG.error("{}", problem.text()));
            LOG.error("Policy file {} is not used; the last good one stays in force", file);
            return Optional.empty();
        }
        good = read.settings();
        LOG.info("Policy {} from {} is in force", good.name(), file);
        return Optional.of(good);
    }
}
