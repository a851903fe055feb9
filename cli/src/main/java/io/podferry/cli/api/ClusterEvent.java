package io.podferry.cli.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in a local cluster, as the engine tells it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClusterEvent.Sample.class, name = "sample"),
    @JsonSubTypes.Type(value = ClusterEvent.Decision.class, name = "decision"),
    @JsonSubTypes.Type(value = ClusterEvent.Migration.class, name = "migration"),
    @JsonSubTypes.Type(value = ClusterEvent.PodStarted.class, name = "podStarted"),
    @JsonSubTypes.Type(value = ClusterEvent.PodDied.class, name = "podDied"),
    @JsonSubTypes.Type(value = ClusterEvent.PodRemoved.class, name = "podRemoved"),
    @JsonSubTypes.Type(value = ClusterEvent.AgentState.class, name = "agent"),
    @JsonSubTypes.Type(value = ClusterEvent.Refused.class, name = "refused")
})
public sealed interface ClusterEvent {
    /** Wall clock of the engine, milliseconds since 1970. */
    long atEpochMillis();

    /** All nodes and pods with their forecasts, after every tick. */
    record Sample(long atEpochMillis, String policy, List<NodeView> nodes, List<PodView> pods)
            implements ClusterEvent {}

    /** The policy considered something. */
    record Decision(long atEpochMillis, DecisionView decision) implements ClusterEvent {}

    /** A migration entered a state, or made progress within one ({@code progress}). */
    record Migration(long atEpochMillis, boolean progress, MigrationView migration)
            implements ClusterEvent {}

    /** A pod began its work from nothing. */
    record PodStarted(long atEpochMillis, PodView pod) implements ClusterEvent {}

    /**
     * A pod was seen dead without having been removed.
     *
     * @param oomKilled whether the kernel killed it for want of memory
     * @param memoryBytes its memory in the last sample before
     * @param cause for people
     * @param lostWorkMillis time since its work began
     * @param restartInMillis when it begins again from nothing, null when it does not
     */
    record PodDied(
            long atEpochMillis,
            PodView pod,
            boolean oomKilled,
            long memoryBytes,
            String cause,
            long lostWorkMillis,
            @Nullable Long restartInMillis)
            implements ClusterEvent {}

    /** A pod was removed by a person. */
    record PodRemoved(long atEpochMillis, String uid, String pod) implements ClusterEvent {}

    /** An agent fell silent, or answers again. */
    record AgentState(long atEpochMillis, String node, boolean answering, String detail)
            implements ClusterEvent {}

    /** The coordinator refused a move that the policy wanted. */
    record Refused(long atEpochMillis, String reason) implements ClusterEvent {}
}
