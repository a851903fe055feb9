package io.podferry.cli.demo;

import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunResult;
import java.util.List;

/** Shows runs to somebody: events as they come, the results at the end. */
interface DemoOutput extends EventSink, AutoCloseable {
    /** A remark that is no event: what is being prepared, what is missing. */
    void note(String text);

    /** What the real demo lacks on this machine, each with a remedy; the simulated one follows. */
    void missing(List<String> what);

    /** All runs are over. */
    void summary(long seed, List<RunResult> results);

    /** Gives the terminal back. */
    @Override
    void close();
}
