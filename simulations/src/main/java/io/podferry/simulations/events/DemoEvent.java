package io.podferry.simulations.events;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that happened in a run. Immutable. */
public sealed interface DemoEvent {
    /** Time since the beginning of the run. */
    Duration at();

    /** The first event of a run. */
    record RunStarted(
            Duration at,
            String scenario,
            String policy,
            long seed,
            Duration duration,
            List<NodeName> nodes)
            implements DemoEvent {}

    /**
     * A node and its pods, as seen at one time.
     *
     * @param memory memory in use that cannot be reclaimed
     * @param reserved memory held for pods on their way to this node
     * @param pressureSome10 PSI "some avg10" in percent, where the kernel tells
     * @param exhaustedIn forecast time until the node is out of memory; absent when none is
     *     expected
     * @param outlook where the forecast sees the node, absent while nothing is known yet
     */
    record NodeSample(
            Duration at,
            NodeName node,
            DataSize usable,
            DataSize memory,
            DataSize reserved,
            OptionalDouble pressureSome10,
            Optional<Duration> exhaustedIn,
            Optional<Outlook> outlook,
            List<PodReading> pods)
            implements DemoEvent {
        public NodeSample {
            pods = List.copyOf(pods);
        }
    }

    /**
     * A forecast for a node.
     *
     * @param horizon how far it looks ahead
     * @param median memory that half of the futures exceed at the horizon
     * @param exhaustionProbability share of the futures that see exhaustion before, 0 to 1
     */
    record Outlook(Duration horizon, DataSize median, double exhaustionProbability) {}

    /**
     * A pod began its work from nothing.
     *
     * @param restarts how often it had to begin again before
     */
    record PodStarted(
            Duration at, String pod, PodUid uid, NodeName node, DemoPod.Kind kind, int restarts)
            implements DemoEvent {}

    /**
     * The policy considered something and decided, "do nothing" included.
     *
     * @param node the node it is about
     * @param finding what the decision came to, in one word
     * @param moves the moves decided, empty when nothing is to be done
     * @param explanation why, one sentence for people
     */
    record DecisionMade(
            Duration at, NodeName node, String finding, List<PlannedMove> moves, String explanation)
            implements DemoEvent {
        public DecisionMade {
            moves = List.copyOf(moves);
        }
    }

    /**
     * A migration entered a state, or made progress within one.
     *
     * @param detail for people: progress, or why it was given up; may be empty
     * @param bytesDone bytes shipped so far
     * @param bytesTotal bytes of the checkpoint, as far as known
     * @param downtime time the pod stood still, known from RUNNING on
     */
    record MigrationChanged(
            Duration at,
            MigrationId id,
            String pod,
            NodeName source,
            NodeName target,
            MigrationState state,
            String detail,
            long bytesDone,
            OptionalLong bytesTotal,
            Optional<Duration> downtime)
            implements DemoEvent {}

    /**
     * The kernel killed a pod for want of memory.
     *
     * @param memory what it had
     * @param lostWork working time whose results are gone
     * @param cause for people: the node's memory or the pod's own limit
     */
    record PodKilled(
            Duration at,
            String pod,
            NodeName node,
            DataSize memory,
            Duration lostWork,
            String cause)
            implements DemoEvent {}

    /**
     * What the counters have answered so far.
     *
     * @param last the newest number of each counter
     */
    record Answers(Duration at, SortedMap<String, Long> last) implements DemoEvent {
        public Answers {
            last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
        }
    }

    /** A counter answered with a number that does not continue its row. */
    record RequestGap(Duration at, String pod, long expected, long received) implements DemoEvent {
        /** Whether a number came again; otherwise numbers are missing. */
        public boolean repeated() {
            return received < expected;
        }
    }

    /** The last event of a run. */
    record Summary(Duration at, long seed, RunResult result) implements DemoEvent {}

    /** One move of a decision. */
    record PlannedMove(String pod, NodeName source, NodeName target) {}
}
