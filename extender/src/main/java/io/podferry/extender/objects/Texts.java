package io.podferry.extender.objects;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one copy of texts that occur often, such as namespaces and labels: a fixed table in which a
 * newcomer takes the place of whoever was there. Thread-safe.
 */
public final class Texts {
    private static final int PLACES = 1 << 14;
    private static final int LONGEST = 64;
    private static final AtomicReferenceArray<@Nullable String> TABLE =
            new AtomicReferenceArray<>(PLACES);

    private Texts() {}

    /** An equal text, the same object as often as possible. */
    public static String shared(String text) {
        if (text.length() > LONGEST) {
            return text;
        }
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 15)) & (PLACES - 1);
        String known = TABLE.getPlain(place);
        if (text.equals(known)) {
            return known;
        }
        TABLE.setRelease(place, text);
        return text;
    }
}
