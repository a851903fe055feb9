package io.podferry.cli.api;

/** What happens to a pod that died. */
public enum RestartPolicy {
    /** It stays dead until somebody removes it. */
    NEVER,
    /** It begins again from nothing on its node, after a delay that doubles from 1 s to 30 s. */
    ALWAYS
}
