package io.podferry.simulations.world;

/**
 * Lets the memory of nodes grow with time, and kills when it is exhausted. The victim is the one
 * with the highest score of Linux's OOM killer: its memory plus {@code oom_score_adj} thousandths
 * of the node's, the adjustment being the kubelet's for burstable pods; the whole container dies.
 * Not thread-safe.
 */
final class Kernel {
    private final Pods pods;
    private final Nodes nodes;
    private final Reaper reaper;
    private final boolean swap;
    private double[] next = new double[64];
    private long samples;

    /** What happens to victims. */
    interface Reaper {
        /** The kernel kills a pod. */
        void killed(int pod, long now);

        /**
         * Victim among the clones on their way: the score to beat, and whether one did and died.
         */
        boolean killArriving(int node, double score, long now);

        /** Work was slowed by swapping. */
        void slowed(int node, long millis);
    }

    Kernel(Pods pods, Nodes nodes, Reaper reaper) {
        this.pods = pods;
        this.nodes = nodes;
        this.reaper = reaper;
        this.swap = nodes.mortal > nodes.usable;
    }

    /** Number of times that a pod's memory was computed. */
    long samples() {
        return samples;
    }

    /** Brings a node to the present. */
    void advance(int node, long now) {
        while (nodes.seen[node] < now) {
            if (swap && nodes.used[node] > nodes.usable) {
                thrash(node, now - nodes.seen[node]);
            }
            int count = nodes.count[node];
            if (next.length < count) {
                next = new double[2 * count];
            }
            int[] list = nodes.pods[node];
            double total = nodes.arriving[node];
            for (int i = 0; i < count; i++) {
                double memory = pods.at(list[i], now);
                next[i] = memory;
                total += memory;
            }
            samples += count;
            if (total <= nodes.mortal) {
                for (int i = 0; i < count; i++) {
                    pods.memory[list[i]] = next[i];
                }
                nodes.used[node] = total;
                nodes.seen[node] = now;
                return;
            }
            exhaust(node, now, total);
        }
    }

    /** Goes to the moment of exhaustion, on straight lines, and kills. */
    private void exhaust(int node, long now, double total) {
        double before = nodes.used[node];
        double share =
                total > before ? Math.clamp((nodes.mortal - before) / (total - before), 0, 1) : 0;
        long seen = nodes.seen[node];
        long at = Math.min(now, seen + Math.max(1, (long) Math.ceil(share * (now - seen))));
        double part = (double) (at - seen) / (now - seen);
        int count = nodes.count[node];
        int[] list = nodes.pods[node];
        double sum = nodes.arriving[node];
        for (int i = 0; i < count; i++) {
            int pod = list[i];
            pods.memory[pod] += part * (next[i] - pods.memory[pod]);
            sum += pods.memory[pod];
        }
        nodes.used[node] = sum;
        nodes.seen[node] = at;
        kill(node, at);
    }

    void kill(int node, long at) {
        int victim = 0;
        double worst = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < nodes.count[node]; i++) {
            int pod = nodes.pods[node][i];
            double score = score(pod);
            if (score > worst || score == worst && pod < victim) {
                worst = score;
                victim = pod;
            }
        }
        if (!reaper.killArriving(node, worst, at) && worst > Double.NEGATIVE_INFINITY) {
            reaper.killed(victim, at);
        }
    }

    private double score(int pod) {
        return score(pods.memory[pod], pods.request[pod]);
    }

    double score(double memory, double request) {
        double adjustment = Math.clamp(1000 - 1000 * request / nodes.usable, 2, 999);
        return memory + adjustment / 1000 * nodes.usable;
    }

    /** Pages go in and out: the more is swapped, the less is done. */
    private void thrash(int node, long millis) {
        double swapped = (nodes.used[node] - nodes.usable) / nodes.usable;
        long lost = Math.round(millis * Math.min(0.9, 10 * swapped));
        for (int i = 0; i < nodes.count[node]; i++) {
            int pod = nodes.pods[node][i];
            if (pods.state[pod] == Pods.RUNNING) {
                pods.offset[pod] += lost;
            }
        }
        reaper.slowed(node, lost * nodes.count[node]);
    }
}
