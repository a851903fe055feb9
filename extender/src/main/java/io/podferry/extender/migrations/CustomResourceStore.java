package io.podferry.extender.migrations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ApiRefusal;
import io.podferry.extender.leader.Leadership;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrations as PodMigration objects. Nothing is cached but where an object lies: every read is the
 * API server's newest state, and a write succeeds only on exactly the version that was read. A
 * write whose answer is lost is looked up before anything is said about it. Only who leads may
 * write. Thread-safe.
 */
public final class CustomResourceStore implements MigrationStore {
    private static final Logger LOG = LoggerFactory.getLogger(CustomResourceStore.class);
    private static final String ALL = "/apis/" + PodMigrationCodec.API_VERSION + "/podmigrations";
    private static final int TRIES = 4;
    private static final Duration WRITE = Duration.ofSeconds(2);

    private final ApiObjects api;
    private final Leadership leadership;
    private final Map<MigrationId, String> namespaces = new ConcurrentHashMap<>();

    /** What one try of a write came to. */
    private enum Written {
        YES,
        NO,
        UNKNOWN
    }

    /** A write was asked of a replica that may not act. */
    public static final class NotLeadingException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotLeadingException(MigrationId id) {
            super("migration %s is not written: this replica does not lead any more".formatted(id));
        }
    }

    public CustomResourceStore(ApiObjects api, Leadership leadership) {
        this.api = api;
        this.leadership = leadership;
    }

    @Override
    public List<MigrationRecord> list() {
        try {
            List<MigrationRecord> records = new ArrayList<>();
            for (ObjectNode object : api.list(ALL)) {
                if (PodMigrationCodec.version(object) > 0) {
                    readable(object).ifPresent(records::add);
                }
            }
            records.sort(
                    Comparator.comparing(MigrationRecord::createdAt)
                            .thenComparing(record -> record.id().value()));
            return records;
        } catch (ApiRefusal e) {
            String hint =
                    e.missing() ? ". Maybe install manifests/base/crds/podmigrations.yaml?" : "";
            throw new UncheckedIOException(
                    "migrations cannot be listed: " + e.getMessage() + hint, e);
        } catch (IOException e) {
            throw new UncheckedIOException("migrations cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Objects that nobody has taken up yet: the wishes of people. */
    public List<PodMigrationWish> wishes() throws IOException {
        List<PodMigrationWish> wishes = new ArrayList<>();
        for (ObjectNode object : api.list(ALL)) {
            if (PodMigrationCodec.version(object) == 0) {
                wishes.add(PodMigrationWish.of(object));
            }
        }
        return wishes;
    }

    /** An object that was made by hand or by a newer version must not stop all others. */
    private Optional<MigrationRecord> readable(ObjectNode object) {
        try {
            MigrationRecord record = PodMigrationCodec.read(object);
            namespaces.put(record.id(), PodMigrationCodec.namespace(record));
            return Optional.of(record);
        } catch (IOException e) {
            LOG.error("Leaving a migration alone: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<MigrationRecord> find(MigrationId id) {
        String namespace = namespaces.get(id);
        if (namespace == null) {
            return list().stream().filter(record -> record.id().equals(id)).findFirst();
        }
        try {
            Optional<ObjectNode> object = api.get(path(namespace, id));
            return object.isPresent() && PodMigrationCodec.version(object.get()) > 0
                    ? Optional.of(PodMigrationCodec.read(object.get()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "migration %s cannot be read: %s".formatted(id, e.getMessage()), e);
        }
    }

    @Override
    public boolean compareAndSet(MigrationRecord next) {
        IOException last = new IOException("somebody else changed it at every try");
        for (int i = 0; i < TRIES; i++) {
            if (!leadership.mayAct(WRITE)) {
                throw new NotLeadingException(next.id());
            }
            try {
                switch (attempt(next)) {
                    case YES -> {
                        return true;
                    }
                    case NO -> {
                        return false;
                    }
                    case UNKNOWN -> LOG.debug("Looking at migration {} again", next.id());
                }
            } catch (ApiRefusal e) {
                if (e.open()) {
                    last = e;
                    continue;
                }
                throw new UncheckedIOException(
                        "migration %s cannot be written: %s".formatted(next.id(), e.getMessage()),
                        e);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException(
                "it is unknown whether migration %s is %s: %s"
                        .formatted(next.id(), next.state(), last.getMessage()),
                last);
    }

    private Written attempt(MigrationRecord next) throws IOException {
        String namespace = PodMigrationCodec.namespace(next);
        Optional<ObjectNode> found = api.get(path(namespace, next.id()));
        ObjectNode object;
        if (found.isPresent()) {
            object = found.get();
        } else if (next.version() == 1) {
            object = create(namespace, next);
        } else {
            return Written.NO;
        }
        long stored = PodMigrationCodec.version(object);
        if (stored == next.version() && same(PodMigrationCodec.read(object), next)) {
            // The answer to an earlier try was lost, but it was stored.
            return Written.YES;
        }
        if (stored != next.version() - 1) {
            return Written.NO;
        }
        PodMigrationCodec.writeStatus(next, object);
        try {
            api.replace(path(namespace, next.id()) + "/status", object);
        } catch (ApiRefusal e) {
            if (e.conflict()) {
                // Perhaps only a label was changed: the next look tells.
                return Written.UNKNOWN;
            }
            throw e;
        }
        namespaces.put(next.id(), namespace);
        return Written.YES;
    }

    private ObjectNode create(String namespace, MigrationRecord next) throws IOException {
        try {
            return api.create(collection(namespace), PodMigrationCodec.created(next));
        } catch (ApiRefusal e) {
            if (e.conflict()) {
                return api.get(path(namespace, next.id())).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private static boolean same(MigrationRecord stored, MigrationRecord next) {
        return stored.equals(next);
    }

    /** Removes ended migrations but the most recent; returns how many. */
    public int prune(int kept, Instant before) {
        List<MigrationRecord> ended =
                list().stream()
                        .filter(record -> record.state().terminal())
                        .filter(record -> record.stateSince().isBefore(before))
                        .toList();
        int surplus = Math.max(0, ended.size() - kept);
        for (MigrationRecord record : ended.subList(0, surplus)) {
            if (!leadership.mayAct(WRITE)) {
                throw new NotLeadingException(record.id());
            }
            try {
                String path = path(PodMigrationCodec.namespace(record), record.id());
                Optional<ObjectNode> object = api.get(path);
                if (object.isPresent()) {
                    api.delete(path, object.get().path("metadata").path("uid").asText());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "migration %s cannot be removed: %s".formatted(record.id(), e.getMessage()),
                        e);
            }
            namespaces.remove(record.id());
        }
        return surplus;
    }

    private static String collection(String namespace) {
        return "/apis/"
                + PodMigrationCodec.API_VERSION
                + "/namespaces/"
                + namespace
                + "/podmigrations";
    }

    private static String path(String namespace, MigrationId id) {
        return collection(namespace) + "/" + id.value();
    }
}
