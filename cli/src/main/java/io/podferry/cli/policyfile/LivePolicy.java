package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
    private PolicySettings good;
    private List<String> problems = List.of();

    public LivePolicy(Path file) {
        this(file, PolicySettings.standard());
    }

    /**
     * @param good what is in force until there is a good version
     */
    public LivePolicy(Path file, PolicySettings good) {
        this.file = file;
        this.good = good;
    }

    /** What is in force: the last good version. */
    public PolicySettings settings() {
        return good;
    }

    /** Why the file as it is now is not in force; empty when it is. */
    public List<String> problems() {
        return problems;
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
            seen = null;
            refuse(List.of(file + ": the file cannot be read"));
            return Optional.empty();
        }
        PolicyFile read = PolicyFile.read(file);
        if (!read.problems().isEmpty()) {
            refuse(read.problems().stream().map(LocatedProblem::text).toList());
            return Optional.empty();
        }
        problems = List.of();
        good = read.settings();
        LOG.info("Policy {} from {} is in force", good.name(), file);
        return Optional.of(good);
    }

    private void refuse(List<String> reasons) {
        if (!reasons.equals(problems)) {
            problems = reasons;
            LOG.error(
                    "Policy file {} is not used; the last good one stays in force: {}",
                    file,
                    String.join("; ", reasons));
        }
    }
}
