package io.podferry.cli.engine;

import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.telemetry.HistoryCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the engine's history of workload classes across processes. */
public final class HistoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

    private final Path file;

    public HistoryFile(Path folder) {
        this.file = folder.resolve("history.bin");
    }

    /** Gives a new engine what an earlier one knew; a damaged file is left out, with a warning. */
    public void restore(PolicyEngine engine) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.size(file) > HistoryCodec.MOST_BYTES) {
            LOG.warn("the history in {} is larger than any engine writes and is left out", file);
            return;
        }
        int lives = engine.restoreHistory(Files.readAllBytes(file));
        if (lives == 0) {
            LOG.warn("the history in {} is empty or cannot be used; learning anew", file);
        } else {
            LOG.info("{} lives of earlier pods taken over from {}", lives, file);
        }
    }

    /** Writes it down; it is either there as a whole or not at all. */
    public void keep(byte[] history) {
        Path temporary = file.resolveSibling("history.bin.tmp");
        try {
            Files.write(temporary, history);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("the history cannot be kept in {}: {}", file, e.toString());
        }
    }
}
