package io.podferry.policy.telemetry;

/** Why what is known of a pod or node must not be acted upon. */
public enum Flaw {
    /** Nothing is wrong. */
    NONE("data are good"),
    /** The last reading was below zero. */
    NEGATIVE("its last reading was negative"),
    /** The last reading claims to be of a time to come. */
    FUTURE("its last reading is from the future: a clock is wrong"),
    /** Two nodes report it at the same time. */
    TWO_NODES("two nodes report it at the same time"),
    /** It is not on any known node. */
    NO_NODE("its node is unknown");

    private final String text;

    Flaw(String text) {
        this.text = text;
    }

    /** A sentence for people. */
    public String text() {
        return text;
    }
}
