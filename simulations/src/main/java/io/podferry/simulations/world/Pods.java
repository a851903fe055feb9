package io.podferry.simulations.world;

import io.podferry.policy.cluster.PodUid;
import io.podferry.simulations.trace.PodTrace;
import io.podferry.simulations.workload.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All pods of a run, by number, in plain arrays. Not thread-safe. */
final class Pods {
    static final byte FUTURE = 0;
    static final byte PENDING = 1;
    static final byte RUNNING = 2;
    static final byte FROZEN = 3;
    static final byte BACK_OFF = 4;
    static final byte ENDED = 5;

    final int size;
    final PodTrace[] trace;
    final double[] request;
    final byte[] state;

    /** Node it runs on, or restarts on. */
    final int[] node;

    /** Place in the node's list. */
    final int[] slot;

    /** Point of the trace that was passed last. */
    final int[] cursor;

    /** Time of the run at which its work was 0; shifted when it stands still. */
    final long[] offset;

    /** When it was frozen. */
    final long[] frozenAt;

    /** When its work began. */
    final long[] startedAt;

    /** Memory at the last look, bytes. */
    final double[] memory;

    final int[] version;
    final int[] kills;

    /** Node it was on before its last move; its own number plus one, 0 for none. */
    final int[] cameFrom;

    final PodUid[] uid;
    final PodUid[] previous;
    private final int[] incarnations;
    private final Map<PodUid, Integer> numbers = new HashMap<>();

    Pods(Workload load) {
        size = load.size();
        trace = load.traces();
        request = load.requests();
        state = new byte[size];
        node = new int[size];
        slot = new int[size];
        cursor = new int[size];
        offset = new long[size];
        frozenAt = new long[size];
        startedAt = new long[size];
        memory = new double[size];
        version = new int[size];
        kills = new int[size];
        cameFrom = new int[size];
        uid = new PodUid[size];
        previous = new PodUid[size];
        incarnations = new int[size];
    }

    /** A new incarnation begins its work. */
    void begin(int pod, long now) {
        incarnations[pod]++;
        rename(pod, new PodUid("pod-%06d-%d".formatted(pod, incarnations[pod])));
        previous[pod] = uid[pod];
        offset[pod] = now;
        startedAt[pod] = now;
        cursor[pod] = 0;
        state[pod] = RUNNING;
        memory[pod] = trace[pod].bytes(0);
    }

    /** The clone goes on under its own identity. */
    void become(int pod, PodUid clone) {
        PodUid before = uid[pod];
        rename(pod, clone);
        previous[pod] = before;
    }

    private void rename(int pod, PodUid next) {
        if (uid[pod] != null) {
            numbers.remove(uid[pod]);
        }
        uid[pod] = next;
        numbers.put(next, pod);
    }

    /** Number of the pod of this identity. */
    Optional<Integer> find(PodUid wanted) {
        return Optional.ofNullable(numbers.get(wanted));
    }

    Optional<PodUid> previousOf(int pod) {
        return previous[pod].equals(uid[pod]) ? Optional.empty() : Optional.of(previous[pod]);
    }

    /** Name for people; tells nothing about the trace. */
    static String name(int pod) {
        return "pod-%06d".formatted(pod);
    }

    /** Work done so far, milliseconds. */
    long work(int pod, long now) {
        long at = state[pod] == FROZEN ? frozenAt[pod] : now;
        return Math.max(0, at - offset[pod]);
    }

    /** Memory at a time not earlier than any asked before. */
    double at(int pod, long now) {
        if (state[pod] == FROZEN) {
            return memory[pod];
        }
        PodTrace points = trace[pod];
        double time = (double) (now - offset[pod]) / PodTrace.MILLIS_PER_UNIT;
        int i = cursor[pod];
        int last = points.size() - 1;
        while (i < last && points.time(i + 1) <= time) {
            i++;
        }
        cursor[pod] = i;
        if (i >= last) {
            return points.bytes(last);
        }
        double from = points.time(i);
        double share = (time - from) / (points.time(i + 1) - from);
        double low = points.bytes(i);
        return low + Math.max(0, share) * (points.bytes(i + 1) - low);
    }
}
