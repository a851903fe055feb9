package io.podferry.extender.protocol;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Names that are expected in requests, found without making a string of what was read: an open hash
 * table over characters. Immutable and thread-safe.
 */
public final class NameTable {
    /** Knows no name: every name in a request becomes a string of its own. */
    public static final NameTable EMPTY = new NameTable(java.util.List.of());

    private final @Nullable Known[] table;
    private final int size;

    /**
     * A name of the table.
     *
     * @param index its number, 0 to {@link #size()} - 1
     */
    record Known(String text, int index) {}

    /** A table of the distinct names. */
    public NameTable(Collection<String> names) {
        int places = Integer.highestOneBit(Math.max(4, names.size() * 2) - 1) << 1;
        this.table = new Known[places];
        int count = 0;
        for (String name : names) {
            int place = place(hash(name));
            Known known = table[place];
            while (known != null && !known.text().equals(name)) {
                place = (place + 1) & (table.length - 1);
                known = table[place];
            }
            if (known == null) {
                table[place] = new Known(name, count++);
            }
        }
        this.size = count;
    }

    int size() {
        return size;
    }

    /** The known name that these characters spell, if there is one. */
    @Nullable Known find(char[] text, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        int place = place(hash);
        Known known = table[place];
        while (known != null && !same(known.text(), text, offset, length)) {
            place = (place + 1) & (table.length - 1);
            known = table[place];
        }
        return known;
    }

    private int place(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x9E3779B9;
        return (mixed >>> 7) & (table.length - 1);
    }

    private static int hash(String text) {
        return text.hashCode();
    }

    private static boolean same(String known, char[] text, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
