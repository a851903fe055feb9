package io.podferry.agent.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Finds or provides the programs. Thread-safe, also between processes. */
public final class Tools {
    /** Result of a search. */
    public sealed interface Result {}

    /**
     * Everything is there.
     *
     * @param runc absolute path
     * @param runcVersion for example 1.1.5
     * @param criu absolute path; {@code criu check} passes
     * @param criuVersion for example 4.2.1
     */
    public record Found(Path runc, String runcVersion, Path criu, String criuVersion) implements Result {}

    /** Something is missing. */
    public record Lacking(List<Missing> missing) implements Result {}

    private Tools() {}

    /**
     * Finds all tools; provides what is missing when this process is root and the distribution's packages can be reached (a few
     * seconds, once; the result is cached in {@code $PODFERRY_CACHE} or {@code /var/cache/podferry}).
     *
     * @param progress one line for people per thing that takes time
     */
    public static Result require(Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    /** Only finds, never installs or builds anything. */
    public static Result find() {
        throw new UnsupportedOperationException();
    }
}
