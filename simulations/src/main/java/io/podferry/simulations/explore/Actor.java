package io.podferry.simulations.explore;

import java.util.Locale;

/** Who may crash. */
public enum Actor {
    /** The engine process with its coordinator. */
    ENGINE,
    /** The agent process of the source; its node and all containers live on. */
    SOURCE_AGENT,
    /** The agent process of the target. */
    TARGET_AGENT,
    /** The source's machine with everything on it but the disk. */
    SOURCE_NODE,
    /** The target's machine. */
    TARGET_NODE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Actor parse(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
