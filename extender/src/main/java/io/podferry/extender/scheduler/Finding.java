package io.podferry.extender.scheduler;

/**
 * Something about a scheduler's configuration.
 *
 * @param severity whether one may go on with it
 * @param where the place in the file, for example {@code extenders[0].tlsConfig}
 * @param text what is wrong and what to do
 */
public record Finding(Severity severity, String where, String text) {
    /** Whether one may go on. */
    public enum Severity {
        /** Unsafe or without effect: it must be mended. */
        REFUSED,
        /** It works, but not well. */
        ADVICE
    }

    @Override
    public String toString() {
        return where + ": " + text;
    }

    static Finding refused(String where, String text) {
        return new Finding(Severity.REFUSED, where, text);
    }

    static Finding advice(String where, String text) {
        return new Finding(Severity.ADVICE, where, text);
    }
}
