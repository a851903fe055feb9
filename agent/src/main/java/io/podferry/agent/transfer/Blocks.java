package io.podferry.agent.transfer;

import java.util.Arrays;

/**
 * The blocks of one process that the target holds already, in ascending order of their addresses,
 * each with its {@link BlockTag}. A block is a run of pages within one aligned window of {@link
 * #WINDOW} bytes. Grows only at its end. Not thread-safe.
 */
final class Blocks {
    /** Longest block, bytes. */
    static final int WINDOW = 64 * 1024;

    /** Address (a multiple of the page size) plus pages less one, which fits into the low bits. */
    private long[] places = new long[64];

    private long[] tags = new long[2 * 64];
    private int size;

    int size() {
        return size;
    }

    void add(long address, int bytes, BlockTag tag) {
        add(place(address, bytes), tag.high(), tag.low());
    }

    /** Takes over block {@code index} of another table. */
    void add(Blocks other, int index) {
        add(other.places[index], other.tags[2 * index], other.tags[2 * index + 1]);
    }

    private void add(long place, long high, long low) {
        if (size > 0 && Long.compareUnsigned(places[size - 1], place) >= 0) {
            throw new IllegalArgumentException(
                    "block 0x%x after 0x%x is out of order".formatted(place, places[size - 1]));
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            tags = Arrays.copyOf(tags, 4 * size);
        }
        places[size] = place;
        tags[2 * size] = high;
        tags[2 * size + 1] = low;
        size++;
    }

    /** Whether the target holds a block of this very place with this very tag. */
    boolean holds(long address, int bytes, BlockTag tag) {
        int index = Arrays.binarySearch(places, 0, size, place(address, bytes));
        return index >= 0 && tags[2 * index] == tag.high() && tags[2 * index + 1] == tag.low();
    }

    long address(int index) {
        return places[index] & -PageCommand.PAGE;
    }

    int bytes(int index) {
        return (int) ((places[index] & PageCommand.PAGE - 1) + 1) * PageCommand.PAGE;
    }

    private static long place(long address, int bytes) {
        return address | bytes / PageCommand.PAGE - 1;
    }
}
