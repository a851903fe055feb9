package io.podferry.extender.leader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ApiRefusal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands for election by a Lease object.
 *
 * <p>Another's lease is over when the same renewal was seen for a whole lease's duration of this
 * machine's monotonic clock; clocks of different machines are never compared. The own right to act
 * is counted from the moment before a renewal was sent and ends {@code leaseDuration - actingLimit}
 * before anybody else can see it as over. A released lease is taken at once.
 *
 * <p>{@link #step} and {@link #release} are called by one thread; the other methods by any.
 */
public final class LeaderElector implements Leadership {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiObjects api;
    private final ElectionConfig config;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private @Nullable LeaseView seen;
    private long seenAt;
    private volatile long mayActUntil;
    private volatile boolean leads;
    private volatile long term;
    private volatile String others = "nobody is known to lead yet";

    /**
     * @param nanos monotonic time, in nanoseconds
     * @param clock wall clock, for people who look at the Lease only
     */
    public LeaderElector(
            ApiObjects api, ElectionConfig config, LongSupplier nanos, InstantSource clock) {
        this.api = api;
        this.config = config;
        this.nanos = nanos;
        this.clock = clock;
    }

    /** One attempt to get or keep the lease. */
    public void step() {
        try {
            Optional<ObjectNode> lease = api.get(path());
            if (lease.isEmpty()) {
                write(null);
                return;
            }
            LeaseView now = LeaseView.of(lease.get());
            look(now);
            if (now.holder().equals(config.identity()) || free(now)) {
                write(now);
            } else {
                lose(now.holder() + " leads");
            }
        } catch (ApiRefusal e) {
            if (e.conflict()) {
                lose("somebody else was faster");
            } else {
                trouble(e);
            }
        } catch (IOException e) {
            trouble(e);
        }
    }

    private void look(LeaseView now) {
        LeaseView before = seen;
        if (before == null || !before.sameRenewal(now)) {
            seen = now;
            seenAt = nanos.getAsLong();
        }
    }

    private boolean free(LeaseView now) {
        return now.holder().isEmpty()
                || nanos.getAsLong() - seenAt >= config.leaseDuration().toNanos();
    }

    /**
     * A renewal whose answer is lost gives no right to act: only what is known to be stored does.
     */
    private void write(@Nullable LeaseView now) throws IOException {
        ObjectNode lease = now == null ? fresh() : now.object();
        boolean mine = now != null && now.holder().equals(config.identity());
        boolean goesOn = mine && leads;
        String time = MICROS.format(clock.instant());
        ObjectNode spec =
                lease.get("spec") instanceof ObjectNode known ? known : lease.putObject("spec");
        long transitions = now == null ? 0 : now.transitions() + (goesOn ? 0 : 1);
        spec.put("holderIdentity", config.identity())
                .put("leaseDurationSeconds", config.leaseDuration().toSeconds())
                .put("leaseTransitions", transitions)
                .put("renewTime", time);
        if (!goesOn || !spec.path("acquireTime").isTextual()) {
            spec.put("acquireTime", time);
        }
        long sent = nanos.getAsLong();
        JsonNode stored =
                now == null ? api.create(config.collection(), lease) : api.replace(path(), lease);
        term = stored.path("spec").path("leaseTransitions").asLong(transitions);
        mayActUntil = sent + config.actingLimit().toNanos();
        leads = true;
        others = "";
    }

    private ObjectNode fresh() {
        ObjectNode lease =
                ApiObjects.object()
                        .put("apiVersion", "coordination.k8s.io/v1")
                        .put("kind", "Lease");
        lease.putObject("metadata").put("name", config.name()).put("namespace", config.namespace());
        return lease;
    }

    private void lose(String why) {
        leads = false;
        others = why;
    }

    /** The right to act goes on until its end; whether the lease can be renewed is to be seen. */
    private void trouble(IOException e) {
        if (leads && !mayAct(Duration.ZERO)) {
            lose("the lease could not be renewed: " + e.getMessage());
        } else if (!leads) {
            others = "the lease cannot be read or written: " + e.getMessage();
        }
    }

    @Override
    public boolean mayAct(Duration effect) {
        return leads && mayActUntil - nanos.getAsLong() > effect.toNanos();
    }

    /** Grows with every change of the leader: messages of an earlier term are void. */
    public long term() {
        return term;
    }

    /** Why this replica does not act; empty when it may. */
    public Optional<String> standby() {
        if (mayAct(Duration.ZERO)) {
            return Optional.empty();
        }
        return Optional.of(
                others.isEmpty()
                        ? "this replica stands by: its lease ran out"
                        : "this replica stands by: " + others);
    }

    /** Time between two attempts. */
    public Duration period() {
        return config.period();
    }

    /** Stops acting, then lets others lead at once. */
    public void release() throws IOException {
        boolean led = leads;
        lose("it is shutting down");
        if (!led) {
            return;
        }
        Optional<ObjectNode> lease = api.get(path());
        if (lease.isPresent()
                && LeaseView.of(lease.get()).holder().equals(config.identity())
                && lease.get().get("spec") instanceof ObjectNode spec) {
            spec.put("holderIdentity", "");
            api.replace(path(), lease.get());
        }
    }

    private String path() {
        return config.collection() + "/" + config.name();
    }
}
