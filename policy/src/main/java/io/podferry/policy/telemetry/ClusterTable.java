package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of the cluster, in columns. A row number stands for a pod while it lives
 * and for {@code absence} after it was last told of: a clone that comes in that time continues the
 * series of its source. Fed by one {@link TelemetryFeed}. Not thread-safe.
 */
public final class ClusterTable implements TelemetrySink {
    /** Clocks of nodes may be ahead of ours by this much. */
    static final long SKEW_MILLIS = 5000;

    private static final double HELD_DOWN_PERCENT = 10;
    private static final int NOWHERE = -1;
    private static final long REBASE_MILLIS = 1L << 30;
    private static final float LEAST_GROWTH = 64 << 20;
    private static final float GROWTH = 0.1f;

    private final long absenceMillis;
    private final Samples samples = new Samples();
    private final Teeth teeth = new Teeth();
    private final NodeTable nodes = new NodeTable();
    private final ClassHistory history = new ClassHistory();
    private final UidIndex index = new UidIndex();
    private final ArrayDeque<Integer> absent = new ArrayDeque<>();
    private @Nullable PodUid[] uids = new @Nullable PodUid[0];
    private @Nullable PodSnapshot[] facts = new @Nullable PodSnapshot[0];
    private @Nullable Lifetime[] lives = new @Nullable Lifetime[0];
    private @Nullable Lifetime[] earlier = new @Nullable Lifetime[0];
    private boolean[] grower = new boolean[0];
    private long[] firstAt = new long[0];
    private float[] firstBytes = new float[0];
    private long[] memory = new long[0];
    private long[] sampledAt = new long[0];
    private long[] limit = new long[0];
    private float[] swap = new float[0];
    private boolean[] held = new boolean[0];
    private int[] nodeOf = new int[0];
    private int[] place = new int[0];
    private int[] kind = new int[0];
    private int[] changedIn = new int[0];
    private int[] toldIn = new int[0];
    private @Nullable Flaw[] flaws = new @Nullable Flaw[0];
    private int[] free = new int[0];
    private int freeCount;
    private int[] changed = new int[64];
    private int changedCount;
    private final BitSet still = new BitSet();
    private int used;
    private int live;
    private int tick;
    private long now = Long.MIN_VALUE;
    private long rejected;

    /**
     * @param absence how long the series of a pod that is gone is kept for a clone
     */
    public ClusterTable(Duration absence) {
        this.absenceMillis = absence.toMillis();
    }

    /** Series are kept for two minutes. */
    public ClusterTable() {
        this(Duration.ofMinutes(2));
    }

    /** Begins a tick: nothing has changed yet. */
    public void begin(Instant at) {
        long millis = at.toEpochMilli();
        tick++;
        changedCount = 0;
        still.clear();
        if (samples.base() == Long.MIN_VALUE) {
            samples.rebase(millis);
        } else if (millis < now - SKEW_MILLIS) {
            startAfresh(millis);
        } else if (millis - samples.base() > REBASE_MILLIS) {
            samples.rebase(millis);
        }
        now = millis;
        while (!absent.isEmpty() && retired(absent.getFirst())) {
            absent.removeFirst();
        }
    }

    /** The clock has stepped back: all that was said by the old one is of another time. */
    private void startAfresh(long millis) {
        for (int pod = 0; pod < used; pod++) {
            samples.clear(pod);
            sampledAt[pod] = Long.MIN_VALUE;
        }
        for (int node = 0; node < nodes.rows(); node++) {
            nodes.forgetTime(node);
        }
        samples.rebase(millis);
    }

    private boolean retired(int pod) {
        if (nodeOf[pod] != NOWHERE || uids[pod] == null) {
            return true;
        }
        if (sampledAt[pod] > now - absenceMillis && sampledAt[pod] <= now) {
            return false;
        }
        release(pod, true);
        return true;
    }

    private void release(int pod, boolean whole) {
        Lifetime life = lives[pod];
        if (life != null) {
            if (grower[pod]) {
                history.growerEnded();
            } else {
                history.ended(kind[pod], life, whole);
            }
            lives[pod] = null;
        }
        index.remove(pod, uids);
        uids[pod] = null;
        facts[pod] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
        }
        free[freeCount++] = pod;
    }

    @Override
    public int node(NodeName name) {
        return nodes.told(name);
    }

    @Override
    public void nodeSample(
            int node, long bytes, long inUse, long atMillis, double some10, boolean schedulable) {
        if (atMillis > now + SKEW_MILLIS
                || !nodes.sample(node, bytes, inUse, atMillis, some10, schedulable)) {
            rejected++;
        }
    }

    @Override
    public void nodeGone(int node) {
        nodes.gone(node);
    }

    @Override
    public int pod(PodSnapshot pod) {
        int row = index.find(pod.uid(), uids);
        if (row == UidIndex.ABSENT) {
            row = admit(pod);
        }
        boolean twice = toldIn[row] == tick;
        int node = nodes.row(pod.node());
        if (nodeOf[row] != node) {
            if (twice && nodeOf[row] != NOWHERE) {
                flaws[row] = Flaw.TWO_NODES;
                nodes.touch(nodeOf[row]);
                return row;
            }
            attach(row, node);
        }
        toldIn[row] = tick;
        if (!twice && flaws[row] == Flaw.TWO_NODES) {
            flaws[row] = null;
        }
        facts[row] = pod;
        limit[row] = pod.limit().map(DataSize::bytes).orElse(Long.MAX_VALUE);
        swap[row] = (float) pod.detail().swap().bytes();
        held[row] = pod.detail().pressureSome10().orElse(0) >= HELD_DOWN_PERCENT;
        podSample(row, pod.memory().bytes(), pod.sampledAt().toEpochMilli());
        return row;
    }

    private int admit(PodSnapshot pod) {
        int row = freeCount > 0 ? free[--freeCount] : used++;
        ensure(row + 1);
        samples.admit(row);
        uids[row] = pod.uid();
        index.put(row, uids);
        nodeOf[row] = NOWHERE;
        flaws[row] = null;
        toldIn[row] = 0;
        changedIn[row] = 0;
        sampledAt[row] = Long.MIN_VALUE;
        kind[row] = history.id(pod.workloadClass());
        samples.clear(row);
        teeth.clear(row);
        int source = pod.previousUid().map(uid -> index.find(uid, uids)).orElse(UidIndex.ABSENT);
        grower[row] = false;
        firstAt[row] = Long.MIN_VALUE;
        earlier[row] = history.earlier(pod.name());
        if (source == UidIndex.ABSENT) {
            lives[row] = history.recorder(kind[row]);
        } else {
            samples.copy(source, row);
            teeth.copy(source, row);
            samples.clear(source);
            teeth.clear(source);
            lives[row] = kind[source] == kind[row] ? lives[source] : null;
            grower[row] = grower[source];
            earlier[row] = earlier[source];
            Lifetime inherited = lives[row];
            if (inherited != null) {
                inherited.skip(Math.max(0, pod.sampledAt().toEpochMilli() - sampledAt[source]));
                lives[source] = null;
            }
        }
        return row;
    }

    private void ensure(int pods) {
        if (pods <= uids.length) {
            return;
        }
        int size = Math.max(64, pods + pods / 4);
        samples.ensure(size);
        teeth.ensure(size);
        uids = Arrays.copyOf(uids, size);
        facts = Arrays.copyOf(facts, size);
        lives = Arrays.copyOf(lives, size);
        earlier = Arrays.copyOf(earlier, size);
        grower = Arrays.copyOf(grower, size);
        firstAt = Arrays.copyOf(firstAt, size);
        firstBytes = Arrays.copyOf(firstBytes, size);
        memory = Arrays.copyOf(memory, size);
        sampledAt = Arrays.copyOf(sampledAt, size);
        limit = Arrays.copyOf(limit, size);
        swap = Arrays.copyOf(swap, size);
        held = Arrays.copyOf(held, size);
        nodeOf = Arrays.copyOf(nodeOf, size);
        place = Arrays.copyOf(place, size);
        kind = Arrays.copyOf(kind, size);
        changedIn = Arrays.copyOf(changedIn, size);
        toldIn = Arrays.copyOf(toldIn, size);
        flaws = Arrays.copyOf(flaws, size);
    }

    private void attach(int pod, int node) {
        detach(pod);
        nodeOf[pod] = node;
        place[pod] = nodes.addPod(node, pod);
        live++;
    }

    private void detach(int pod) {
        if (nodeOf[pod] != NOWHERE) {
            int moved = nodes.removePod(nodeOf[pod], place[pod]);
            place[moved] = place[pod];
            nodeOf[pod] = NOWHERE;
            live--;
        }
    }

    @Override
    public void podSample(int pod, long bytes, long atMillis) {
        if (bytes < 0) {
            flaw(pod, Flaw.NEGATIVE);
            return;
        }
        if (atMillis > now + SKEW_MILLIS) {
            flaw(pod, Flaw.FUTURE);
            return;
        }
        if (atMillis <= sampledAt[pod]) {
            rejected += atMillis < sampledAt[pod] ? 1 : 0;
            return;
        }
        if (flaws[pod] != Flaw.TWO_NODES) {
            flaws[pod] = null;
        }
        memory[pod] = bytes;
        sampledAt[pod] = atMillis;
        float value = bytes + swap[pod];
        long at = atMillis - samples.base();
        if (!still.get(pod) && at >= Integer.MIN_VALUE && samples.append(pod, (int) at, value)) {
            teeth.add(pod, value);
            record(pod, atMillis, value);
        }
        mark(pod);
    }

    /** Lives are kept of some pods of every class, and of all that have grown. */
    private void record(int pod, long atMillis, float value) {
        Lifetime life = lives[pod];
        if (firstAt[pod] == Long.MIN_VALUE) {
            firstAt[pod] = atMillis;
            firstBytes[pod] = value;
        }
        if (life == null
                && value - firstBytes[pod] > Math.max(LEAST_GROWTH, GROWTH * firstBytes[pod])) {
            life = history.growersRecorder();
            if (life != null) {
                life.add(firstAt[pod], firstBytes[pod]);
                lives[pod] = life;
                grower[pod] = true;
            }
        }
        if (life != null) {
            life.add(atMillis, value);
        }
    }

    private void flaw(int pod, Flaw flaw) {
        rejected++;
        flaws[pod] = flaw;
        if (nodeOf[pod] != NOWHERE) {
            nodes.touch(nodeOf[pod]);
        }
    }

    private void mark(int pod) {
        if (nodeOf[pod] != NOWHERE) {
            nodes.touch(nodeOf[pod]);
        }
        if (changedIn[pod] != tick) {
            changedIn[pod] = tick;
            if (changedCount == changed.length) {
                changed = Arrays.copyOf(changed, 2 * changedCount);
            }
            changed[changedCount++] = pod;
        }
    }

    @Override
    public void podGone(int pod) {
        if (nodeOf[pod] != NOWHERE) {
            detach(pod);
            absent.addLast(pod);
            Lifetime life = lives[pod];
            PodSnapshot told = facts[pod];
            if (life != null && told != null) {
                history.left(told.name(), life);
            }
        }
    }

    /** The pod stands still in this tick; its samples say nothing about growth. */
    public void pause(PodUid uid) {
        int row = index.find(uid, uids);
        if (row != UidIndex.ABSENT) {
            samples.pause(row);
            still.set(row);
        }
    }

    /** Row of a pod that is present; {@code null} when there is none. */
    public @Nullable Integer find(PodUid uid) {
        int row = index.find(uid, uids);
        return row == UidIndex.ABSENT || nodeOf[row] == NOWHERE ? null : row;
    }

    /** Whether the row holds a pod that is in the cluster now. */
    public boolean present(int pod) {
        return uids[pod] != null && nodeOf[pod] != NOWHERE;
    }

    /** Whether the pod stands still, or did until its latest sample. */
    public boolean paused(int pod) {
        return still.get(pod) || samples.paused(pod);
    }

    /** Row of the node that the pod runs on. */
    public int nodeOf(int pod) {
        return nodeOf[pod];
    }

    /** Number of pods present. */
    public int size() {
        return live;
    }

    /** Number of rows that have ever been used; columns by row need to be this long. */
    public int rows() {
        return used;
    }

    /** How many pods have a new sample in this tick. */
    public int changedCount() {
        return changedCount;
    }

    /** One of the pods with a new sample. */
    public int changed(int i) {
        return changed[i];
    }

    /** Number of samples that were left out because something was wrong with them. */
    public long rejected() {
        return rejected;
    }

    /** The nodes. */
    public NodeTable nodes() {
        return nodes;
    }

    /** The series. */
    public Samples samples() {
        return samples;
    }

    /** The saw-teeth. */
    public Teeth teeth() {
        return teeth;
    }

    /** The ended lives. */
    public ClassHistory history() {
        return history;
    }

    /** Memory of a pod, bytes. */
    public long memory(int pod) {
        return memory[pod];
    }

    /** When it was read, milliseconds since 1970. */
    public long sampledAt(int pod) {
        return sampledAt[pod];
    }

    /** Limit of a pod, bytes; {@link Long#MAX_VALUE} without one. */
    public long limit(int pod) {
        return limit[pod];
    }

    /**
     * Whether the kernel holds the pod's memory down (memory.high, reclaim): its curve is flatter
     * than its demand.
     */
    public boolean held(int pod) {
        return held[pod];
    }

    /** The life of an earlier pod of the same name, when it was recorded. */
    public @Nullable Lifetime earlier(int pod) {
        return earlier[pod];
    }

    /** The pod's life so far, when it is recorded. */
    public @Nullable Lifetime life(int pod) {
        return lives[pod];
    }

    /** Number of the pod's class in {@link #history}. */
    public int kind(int pod) {
        return kind[pod];
    }

    /** What is wrong with the pod's data. */
    public Flaw flaw(int pod) {
        Flaw flaw = flaws[pod];
        return flaw == null ? Flaw.NONE : flaw;
    }

    /** Identity of the pod in a row. */
    public PodUid uid(int pod) {
        PodUid uid = uids[pod];
        if (uid == null) {
            throw new IllegalArgumentException("no pod in row " + pod);
        }
        return uid;
    }

    /** The pod as an object, with its latest sample. */
    public PodSnapshot snapshot(int pod) {
        PodSnapshot told = facts[pod];
        if (told == null) {
            throw new IllegalArgumentException("no pod in row " + pod);
        }
        return told.memory().bytes() == memory[pod]
                        && told.sampledAt().toEpochMilli() == sampledAt[pod]
                ? told
                : told.sampled(
                        nodes.name(nodeOf[pod]),
                        new DataSize(memory[pod]),
                        Instant.ofEpochMilli(Math.max(0, sampledAt[pod])));
    }
}
