package io.podferry.policy.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Picks the first few of many in one pass. */
final class BestOf {
    private BestOf() {}

    /** The first {@code count} in this order, sorted by it. */
    static <T> List<T> pick(List<T> all, int count, Comparator<T> order) {
        PriorityQueue<T> worstFirst = new PriorityQueue<>(count + 1, order.reversed());
        for (T each : all) {
            if (worstFirst.size() < count) {
                worstFirst.add(each);
            } else if (order.compare(each, worstFirst.element()) < 0) {
                worstFirst.remove();
                worstFirst.add(each);
            }
        }
        List<T> picked = new ArrayList<>(worstFirst);
        picked.sort(order);
        return picked;
    }
}
