package io.podferry.policy.engine.settings;

/** What kind of value a setting takes. */
public enum Kind {
    /** A number from 0 to 1. */
    SHARE,
    /** A number. */
    NUMBER,
    /** A whole number. */
    COUNT,
    /** A time: "500ms", "30s", "2m", "1h". */
    DURATION,
    /** An amount of memory: "512Mi", "2Gi". */
    SIZE,
    /** One of a few words. */
    CHOICE,
    /** A list of such words. */
    CHOICES,
    /** A list of any words. */
    WORDS
}
