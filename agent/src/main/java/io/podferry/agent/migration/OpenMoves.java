package io.podferry.agent.migration;

import io.podferry.agent.migration.MigrationFolder.Marker;
import io.podferry.agent.process.Trees;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pods of this node are leaving and which are arriving, kept through restarts by the
 * migrations' folders. Thread-safe.
 */
public final class OpenMoves {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMoves.class);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private final String node;
    private final Map<String, String> leaving = new ConcurrentHashMap<>();
    private final Map<String, String> arriving = new ConcurrentHashMap<>();
    private final Map<String, String> awaited = new ConcurrentHashMap<>();

    /**
     * Reads the folders, and removes those of moves that ended long ago.
     *
     * @param node name of this node
     */
    public OpenMoves(String node, Path migrations) throws IOException {
        this.node = node;
        if (!Files.isDirectory(migrations)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> list = Files.list(migrations)) {
            folders = list.toList();
        }
        for (Path path : folders) {
            try {
                find(path, new MigrationFolder(migrations, String.valueOf(path.getFileName())));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("ignoring {}: {}", path, e.toString());
            }
        }
    }

    private void find(Path path, MigrationFolder folder) throws IOException {
        Optional<MigrationOrder> stored = folder.readOrder();
        boolean ended = folder.has(Marker.CLEANED) || folder.has(Marker.ABORTED);
        if (stored.isEmpty() || ended) {
            Instant changed = Files.getLastModifiedTime(path).toInstant();
            if (changed.isBefore(Instant.now().minus(REMEMBERED))) {
                Trees.remove(path);
            }
            return;
        }
        MigrationOrder order = stored.get();
        boolean untouched = !folder.has(Marker.DUMP_STARTED) && !folder.has(Marker.RECEIVED);
        if (untouched && order.expiresAtEpochMillis() < System.currentTimeMillis()) {
            LOG.info("forgetting migration {}, whose ticket has expired unused", order.id());
            Trees.remove(path);
            return;
        }
        if (node.equals(order.source()) && folder.has(Marker.DUMP_STARTED)) {
            leaving.put(order.podUid(), order.id());
        }
        if (node.equals(order.target()) && !folder.has(Marker.RELEASED)) {
            arrives(order);
        }
    }

    private void arrives(MigrationOrder order) {
        arriving.put(order.cloneUid(), order.id());
        KubernetesClone object = order.podObject();
        if (object != null) {
            awaited.put(object.podUid(), order.id());
        }
    }

    void started(MigrationOrder order, Step step) {
        if (step == Step.DUMP_AND_SHIP) {
            leaving.put(order.podUid(), order.id());
        } else if (step == Step.HOLD_TARGET) {
            arrives(order);
        }
    }

    void done(MigrationOrder order, Step step) {
        switch (step) {
            case CLEAN_SOURCE, ABORT_SOURCE -> leaving.remove(order.podUid(), order.id());
            case RELEASE_TARGET, CLEAN_TARGET, ABORT_TARGET -> {
                arriving.remove(order.cloneUid(), order.id());
                awaited.values().remove(order.id());
            }
            case PREFLIGHT_SOURCE,
                    PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    DUMP_AND_SHIP,
                    PREPARE_TARGET,
                    PROMISE_SOURCE,
                    KILL_SOURCE -> {}
        }
    }

    /** Whether the pod stands still, or may do so, because it is being moved away. */
    public boolean leaving(String uid) {
        return leaving.containsKey(uid);
    }

    /** Whether the pod is a clone that does not execute yet. */
    public boolean arriving(String uid) {
        return arriving.containsKey(uid);
    }

    /** Whether the pod object is to be a clone that does not execute yet. */
    public boolean awaits(String podUid) {
        return awaited.containsKey(podUid);
    }

    /** Whether the migration is open here. */
    public boolean open(String migration) {
        return leaving.containsValue(migration) || arriving.containsValue(migration);
    }
}
