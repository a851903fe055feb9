package io.podferry.extender.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Names that are expected in requests, each with a number, found without making a string of what
 * was read. All names lie in one array, with quotes, ready to be written again; the number that
 * followed a number last time is tried before the hash, as kube-scheduler keeps its order.
 * Thread-safe: the guesses are only guesses.
 */
public final class NameTable {
    /** Knows no name: every name in a request becomes a string of its own. */
    public static final NameTable EMPTY = new NameTable(List.of());

    /** The number of a name that is not in the table. */
    static final int STRANGER = Integer.MIN_VALUE;

    private final List<String> names = new ArrayList<>();
    private final byte[] quoted;
    private final int[] starts;
    private final int[] slots;
    private final int shift;
    private final int[] guesses;

    /**
     * A table of the distinct names, numbered in their order. Names that JSON would have to escape
     * are left out: Kubernetes has no such nodes.
     */
    public NameTable(Collection<String> all) {
        int bits = Math.max(3, 33 - Integer.numberOfLeadingZeros(Math.max(1, all.size())));
        this.shift = 32 - bits;
        this.slots = new int[1 << bits];
        int bytes = 0;
        for (String name : all) {
            bytes += name.length() + 2;
        }
        this.quoted = new byte[bytes];
        this.starts = new int[all.size() + 1];
        for (String name : all) {
            if (plain(name)) {
                add(name);
            }
        }
        this.guesses = new int[names.size()];
        for (int i = 0; i < guesses.length; i++) {
            guesses[i] = i + 1 == guesses.length ? 0 : i + 1;
        }
    }

    private static boolean plain(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\');
    }

    private void add(String name) {
        char[] text = name.toCharArray();
        int place = hash(text, 0, text.length) >>> shift;
        while (slots[place] != 0) {
            if (same(slots[place] - 1, text, 0, text.length)) {
                return;
            }
            place = (place + 1) & (slots.length - 1);
        }
        int number = names.size();
        byte[] with = ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(with, 0, quoted, starts[number], with.length);
        starts[number + 1] = starts[number] + with.length;
        slots[place] = number + 1;
        names.add(name);
    }

    /** How many names there are; their numbers are smaller. */
    public int size() {
        return names.size();
    }

    /** The name with this number. */
    public String name(int number) {
        return names.get(number);
    }

    /** The number of a name. */
    public OptionalInt number(String name) {
        char[] text = name.toCharArray();
        int number = find(text, 0, text.length);
        return number == STRANGER ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Whether both tables give the same numbers to the same names. */
    boolean sameAs(List<String> others) {
        return names.equals(others);
    }

    /**
     * The table for these names: this one when it is the same.
     *
     * @param others distinct names
     */
    public NameTable keepOrReplace(List<String> others) {
        return sameAs(others) ? this : new NameTable(others);
    }

    int find(char[] text, int offset, int length) {
        int place = hash(text, offset, length) >>> shift;
        while (slots[place] != 0) {
            int number = slots[place] - 1;
            if (same(number, text, offset, length)) {
                return number;
            }
            place = (place + 1) & (slots.length - 1);
        }
        return STRANGER;
    }

    /** Like {@link #find}, for the name that came after {@code previous}. */
    int findAfter(int previous, char[] text, int offset, int length) {
        if (previous < 0) {
            return find(text, offset, length);
        }
        int guess = guesses[previous];
        if (same(guess, text, offset, length)) {
            return guess;
        }
        int found = find(text, offset, length);
        if (found >= 0) {
            guesses[previous] = found;
        }
        return found;
    }

    /**
     * Like {@link #findAfter}, for a name in ASCII that lies in quotes in a body.
     *
     * @param start place of the opening quote
     * @param end place behind the closing quote
     */
    int findAfter(int previous, byte[] body, int start, int end) {
        int found = find(body, start, end);
        if (previous >= 0 && found >= 0) {
            guesses[previous] = found;
        }
        return found;
    }

    /** The number that is expected behind {@code previous}, if it really lies in the body there. */
    int expectedAt(int previous, byte[] body, int start) {
        int guess = previous < 0 ? STRANGER : guesses[previous];
        if (guess < 0) {
            return STRANGER;
        }
        int from = starts[guess];
        int to = starts[guess + 1];
        int end = start + to - from;
        return end <= body.length && Arrays.equals(quoted, from, to, body, start, end)
                ? guess
                : STRANGER;
    }

    private int find(byte[] body, int start, int end) {
        int hash = 0;
        for (int i = start + 1; i < end - 1; i++) {
            hash = (hash ^ body[i]) * 0x01000193;
        }
        int place = mixed(hash) >>> shift;
        while (slots[place] != 0) {
            int number = slots[place] - 1;
            if (Arrays.equals(quoted, starts[number], starts[number + 1], body, start, end)) {
                return number;
            }
            place = (place + 1) & (slots.length - 1);
        }
        return STRANGER;
    }

    byte[] quotedBytes() {
        return quoted;
    }

    int start(int number) {
        return starts[number];
    }

    int length(int number) {
        return starts[number + 1] - starts[number];
    }

    private boolean same(int number, char[] text, int offset, int length) {
        int start = starts[number] + 1;
        if (starts[number + 1] - start - 1 != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (quoted[start + i] != text[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(char[] text, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ text[i]) * 0x01000193;
        }
        return mixed(hash);
    }

    private static int mixed(int hash) {
        int once = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
        return (once ^ (once >>> 12)) * 0x297A2D39;
    }
}
