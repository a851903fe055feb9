package io.podferry.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places in the migration protocol where a test lets this process die at once, as {@code kill -9}
 * would. Does nothing unless the environment names a folder in {@value #VARIABLE}. A process dies
 * at a place when the folder has a file of the place's name; the file is removed first, so that the
 * next process lives. Thread-safe.
 */
public final class Failpoints {
    /** Environment variable that names the folder. */
    public static final String VARIABLE = "PODFERRY_FAILPOINTS";

    private static final Logger LOG = LoggerFactory.getLogger(Failpoints.class);
    private static final int KILLED = 137;
    private static final @Nullable Path FOLDER = folder(System.getenv(VARIABLE));

    private Failpoints() {}

    private static @Nullable Path folder(@Nullable String name) {
        return name == null || name.isBlank() ? null : Path.of(name);
    }

    /** Dies here if a test asked for it. */
    public static void reached(String place) {
        if (FOLDER == null) {
            return;
        }
        try {
            if (Files.deleteIfExists(FOLDER.resolve(place))) {
                LOG.error("dying at {}, as asked", place);
                Runtime.getRuntime().halt(KILLED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for the failpoint " + place, e);
        }
    }
}
