package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The last samples of every node, one per sample time. Not thread-safe. */
final class NodeMemory {
    private final int kept;
    private final Map<NodeName, Ring> rings = new HashMap<>();

    /** Samples of one node. */
    static final class Ring {
        private final double[] seconds;
        private final double[] bytes;
        private int count;
        private Instant last = Instant.MIN;

        private Ring(int kept) {
            seconds = new double[kept];
            bytes = new double[kept];
        }

        int size() {
            return Math.min(count, bytes.length);
        }

        private int slot(int index) {
            return (count - size() + index) % bytes.length;
        }

        double seconds(int index) {
            return seconds[slot(index)];
        }

        /** Bytes in use; index 0 is the oldest sample. */
        double bytes(int index) {
            return bytes[slot(index)];
        }

        /** The samples, oldest first. */
        double[] values() {
            double[] values = new double[size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes(i);
            }
            return values;
        }

        private void add(double at, double value) {
            seconds[count % bytes.length] = at;
            bytes[count % bytes.length] = value;
            count++;
        }
    }

    NodeMemory(int kept) {
        this.kept = kept;
    }

    /** Notes a sample unless it is known already. */
    Ring note(NodeSnapshot node) {
        Ring ring = rings.computeIfAbsent(node.name(), _ -> new Ring(kept));
        if (node.sampledAt().isAfter(ring.last)) {
            ring.last = node.sampledAt();
            ring.add(node.sampledAt().toEpochMilli() / 1e3, node.memory().bytes());
        }
        return ring;
    }

    Ring of(NodeSnapshot node) {
        return rings.computeIfAbsent(node.name(), _ -> new Ring(kept));
    }
}
