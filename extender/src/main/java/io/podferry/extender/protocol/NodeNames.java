package io.podferry.extender.protocol;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The names in a request, in its order and each once: as numbers of a table where they are known,
 * as texts where not. Read only.
 */
public final class NodeNames extends AbstractList<String> {
    private final NameTable table;
    private final int[] numbers;
    private final int size;
    private final List<String> strangers;

    /**
     * @param numbers of the table; below zero: minus one minus the place in {@code strangers}
     */
    NodeNames(NameTable table, int[] numbers, int size, List<String> strangers) {
        this.table = table;
        this.numbers = numbers;
        this.size = size;
        this.strangers = strangers;
    }

    /** The names as a table knows them. */
    public static NodeNames of(NameTable table, List<String> names) {
        int[] numbers = new int[names.size()];
        List<String> strangers = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            OptionalInt number = table.number(names.get(i));
            if (number.isEmpty()) {
                strangers.add(names.get(i));
            }
            numbers[i] = number.orElse(-strangers.size());
        }
        return new NodeNames(table, numbers, numbers.length, strangers);
    }

    /** The same names as another table knows them. */
    public NodeNames in(NameTable other) {
        return other == table ? this : of(other, this);
    }

    /** Whether the table knows the name at this place. */
    public boolean known(int place) {
        return numbers[place] >= 0;
    }

    /** The number of a known name. */
    public int number(int place) {
        return numbers[place];
    }

    @Override
    public String get(int place) {
        int number = numbers[place];
        return number >= 0 ? table.name(number) : strangers.get(-1 - number);
    }

    @Override
    public int size() {
        return size;
    }

    NameTable table() {
        return table;
    }
}
