package io.podferry.agent.checkpoint;

/** The two answers to CRIU's script: its exit status. */
enum Vote {
    /** The move goes on: the source dies, the clone executes. */
    ON("0"),
    /** The move goes back: the source executes, the clone is removed. */
    BACK("1");

    private final String code;

    Vote(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
