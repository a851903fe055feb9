package io.podferry.simulations.world;

import io.podferry.policy.cluster.NodeName;
import java.util.Arrays;

/** All nodes of a run, by number, in plain arrays. Not thread-safe. */
final class Nodes {
    final int size;
    final double usable;

    /** Usage at which the kernel kills: usable memory and swap. */
    final double mortal;

    final NodeName[] name;
    final int[][] pods;
    final int[] count;

    /** Usage at the last look, bytes. */
    final double[] used;

    /** Memory of clones on their way, bytes. */
    final double[] arriving;

    /** Time of the last look. */
    final long[] seen;

    final long[] lastArrival;

    /** Time until which no new pod may come. */
    final long[] heldUntil;

    Nodes(RunConfig config) {
        size = config.nodes();
        usable = config.nodeMemory().bytes();
        mortal = usable + config.swap().bytes();
        name = new NodeName[size];
        pods = new int[size][8];
        count = new int[size];
        used = new double[size];
        arriving = new double[size];
        seen = new long[size];
        lastArrival = new long[size];
        heldUntil = new long[size];
        Arrays.fill(lastArrival, Long.MIN_VALUE / 2);
        for (int i = 0; i < size; i++) {
            name[i] = new NodeName("node-%05d".formatted(i));
        }
    }

    void add(int node, int pod, Pods all) {
        if (count[node] == pods[node].length) {
            pods[node] = Arrays.copyOf(pods[node], 2 * count[node]);
        }
        all.node[pod] = node;
        all.slot[pod] = count[node];
        pods[node][count[node]++] = pod;
        used[node] += all.memory[pod];
    }

    void remove(int pod, Pods all) {
        int node = all.node[pod];
        int last = pods[node][--count[node]];
        pods[node][all.slot[pod]] = last;
        all.slot[last] = all.slot[pod];
        used[node] -= all.memory[pod];
    }

    int number(NodeName wanted) {
        return Integer.parseInt(wanted.value().substring("node-".length()));
    }
}
