package io.podferry.policy.engine;

/** Whether decisions are acted on. */
public enum Mode {
    /** Decisions are recorded only. */
    RECOMMEND,
    /** Decisions are acted on. */
    ENFORCE;

    /** The mode of a word, "recommend" or "enforce". */
    public static Mode of(String word) {
        return switch (word) {
            case "recommend" -> RECOMMEND;
            case "enforce" -> ENFORCE;
            default ->
                    throw new IllegalArgumentException(
                            "'%s' is not a mode. Maybe 'recommend' or 'enforce'?".formatted(word));
        };
    }
}
