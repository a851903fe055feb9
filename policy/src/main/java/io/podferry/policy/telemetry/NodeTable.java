package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** All nodes in columns, and which pods run on them. Not thread-safe. */
public final class NodeTable {
    private final Map<NodeName, Integer> rows = new HashMap<>();
    private @Nullable NodeName[] names = new @Nullable NodeName[0];
    private long[] usable = new long[0];
    private long[] memory = new long[0];
    private long[] sampledAt = new long[0];
    private float[] pressure = new float[0];
    private boolean[] schedulable = new boolean[0];
    private boolean[] dirty = new boolean[0];
    private boolean[] told = new boolean[0];
    private int[][] pods = new int[0][];
    private int[] counts = new int[0];
    private int[] order = new int[0];
    private boolean orderKnown;
    private int used;

    /** Row of a node that a source tells of. */
    int told(NodeName name) {
        int row = row(name);
        if (!told[row]) {
            told[row] = true;
            orderKnown = false;
        }
        return row;
    }

    /** Row of a node, which may be known from its pods only. */
    int row(NodeName name) {
        Integer known = rows.get(name);
        return known == null ? admit(name) : known;
    }

    private int admit(NodeName name) {
        int row = used;
        for (int i = 0; i < used && rows.size() < used; i++) {
            row = names[i] == null && counts[i] == 0 ? i : row;
        }
        if (row == used) {
            used++;
            ensure(used);
        }
        names[row] = name;
        rows.put(name, row);
        sampledAt[row] = Long.MIN_VALUE;
        usable[row] = 0;
        memory[row] = 0;
        pressure[row] = Float.NaN;
        schedulable[row] = false;
        told[row] = false;
        dirty[row] = true;
        orderKnown = false;
        return row;
    }

    private void ensure(int rowsNeeded) {
        if (rowsNeeded <= names.length) {
            return;
        }
        int size = Math.max(16, rowsNeeded + rowsNeeded / 2);
        names = Arrays.copyOf(names, size);
        usable = Arrays.copyOf(usable, size);
        memory = Arrays.copyOf(memory, size);
        sampledAt = Arrays.copyOf(sampledAt, size);
        pressure = Arrays.copyOf(pressure, size);
        schedulable = Arrays.copyOf(schedulable, size);
        dirty = Arrays.copyOf(dirty, size);
        told = Arrays.copyOf(told, size);
        counts = Arrays.copyOf(counts, size);
        int before = pods.length;
        pods = Arrays.copyOf(pods, size);
        Arrays.fill(pods, before, size, new int[0]);
    }

    void gone(int row) {
        NodeName name = names[row];
        if (name != null) {
            rows.remove(name);
            names[row] = null;
            orderKnown = false;
        }
    }

    /** Takes a sample; one that is older than what is known is left out. */
    boolean sample(int row, long bytes, long inUse, long at, double some10, boolean open) {
        if (bytes < 0 || inUse < 0 || at < sampledAt[row]) {
            return false;
        }
        dirty[row] |= usable[row] != bytes || memory[row] != inUse || at != sampledAt[row];
        usable[row] = bytes;
        memory[row] = inUse;
        sampledAt[row] = at;
        pressure[row] = (float) some10;
        schedulable[row] = open;
        return true;
    }

    /** Forgets when the node was sampled: the clock by which that was said has stepped back. */
    void forgetTime(int row) {
        sampledAt[row] = Long.MIN_VALUE;
        dirty[row] = true;
    }

    int addPod(int row, int pod) {
        if (counts[row] == pods[row].length) {
            pods[row] = Arrays.copyOf(pods[row], Math.max(8, counts[row] * 2));
        }
        pods[row][counts[row]] = pod;
        dirty[row] = true;
        return counts[row]++;
    }

    /** Removes the pod at a place; the last one takes its place. */
    int removePod(int row, int place) {
        int last = pods[row][--counts[row]];
        pods[row][place] = last;
        dirty[row] = true;
        return last;
    }

    void touch(int row) {
        dirty[row] = true;
    }

    /** Whether anything of the node or its pods has changed since {@link #cleaned}. */
    public boolean dirty(int row) {
        return dirty[row];
    }

    /** What has changed was taken note of. */
    public void cleaned(int row) {
        dirty[row] = false;
    }

    /** Rows of the present nodes, ordered by name. The array must not be changed. */
    public int[] ordered() {
        if (!orderKnown) {
            order =
                    rows.entrySet().stream()
                            .filter(entry -> told[entry.getValue()])
                            .sorted(Map.Entry.comparingByKey())
                            .mapToInt(Map.Entry::getValue)
                            .toArray();
            orderKnown = true;
        }
        return order;
    }

    /** Number of rows that have ever been used; some may be empty. */
    public int rows() {
        return used;
    }

    /** Number of nodes present. */
    public int size() {
        return ordered().length;
    }

    /** Row of a node that is present. */
    public @Nullable Integer find(NodeName name) {
        Integer row = rows.get(name);
        return row != null && told[row] ? row : null;
    }

    /** Whether the row holds a node that a source tells of. */
    public boolean present(int row) {
        return names[row] != null && told[row];
    }

    /** Name of the node in a row. */
    public NodeName name(int row) {
        NodeName name = names[row];
        if (name == null) {
            throw new IllegalArgumentException("no node in row " + row);
        }
        return name;
    }

    /** Memory that pods may use together, bytes. */
    public long usable(int row) {
        return usable[row];
    }

    /** Memory in use, bytes. */
    public long memory(int row) {
        return memory[row];
    }

    /** When it was read, milliseconds since 1970; {@link Long#MIN_VALUE} for never. */
    public long sampledAt(int row) {
        return sampledAt[row];
    }

    /** Whether new pods may be placed here. */
    public boolean schedulable(int row) {
        return schedulable[row];
    }

    /** Number of pods on the node. */
    public int podCount(int row) {
        return counts[row];
    }

    /** Row of one of the node's pods. */
    public int pod(int row, int index) {
        return pods[row][index];
    }

    /** The node as an object. */
    public NodeSnapshot snapshot(int row) {
        Instant at =
                sampledAt[row] == Long.MIN_VALUE
                        ? Instant.EPOCH
                        : Instant.ofEpochMilli(sampledAt[row]);
        return new NodeSnapshot(
                name(row),
                new DataSize(usable[row]),
                new DataSize(memory[row]),
                at,
                Float.isNaN(pressure[row])
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(pressure[row]),
                schedulable[row]);
    }
}
