package io.podferry.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.process.Failpoints;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.MigrationStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The durable record of local mode: a file of lines, "CRC32C of the JSON in hex, space, JSON",
 * appended and forced to disk where the state matters for safety. A torn last line is dropped on
 * opening; a bad line before it is an error. Compacted on opening. Used by the engine's loop thread
 * only.
 *
 * <p>Every append reaches the kernel before the call returns, so it survives the death of the
 * process. It is forced to the disk, to survive the death of the machine, for COMMITTED and what
 * follows: the steps before have an effect on processes of this machine only, which die with it.
 */
final class JournalMigrationStore implements MigrationStore, AutoCloseable {
    private static final int KEPT_TERMINAL = 200;
    private final ObjectMapper json = EngineJson.mapper();
    private final Map<MigrationId, MigrationRecord> records = new LinkedHashMap<>();
    private final FileChannel channel;

    JournalMigrationStore(Path file) throws IOException {
        if (Files.exists(file)) {
            read(file);
        }
        Path compacted = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(compacted);
        Files.createFile(
                compacted,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        channel = FileChannel.open(compacted, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        for (MigrationRecord record : list()) {
            append(record);
        }
        channel.force(true);
        Files.move(compacted, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    private void read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int space = line.indexOf(' ');
            String body = line.substring(space + 1);
            if (space < 1 || !checksum(body).equals(line.substring(0, space))) {
                if (i == lines.size() - 1) {
                    return;
                }
                throw new IOException(
                        "journal %s is damaged in line %d of %d. Move it away to start without its history; open migrations in it must then be settled by hand."
                                .formatted(file, i + 1, lines.size()));
            }
            MigrationRecord record = json.readValue(body, MigrationRecord.class);
            records.put(record.id(), record);
        }
    }

    @Override
    public List<MigrationRecord> list() {
        List<MigrationRecord> all = new ArrayList<>(records.values());
        int surplus = (int) all.stream().filter(r -> r.state().terminal()).count() - KEPT_TERMINAL;
        List<MigrationRecord> kept = new ArrayList<>();
        for (MigrationRecord record : all) {
            if (record.state().terminal() && surplus > 0) {
                surplus--;
                continue;
            }
            kept.add(record);
        }
        return kept;
    }

    @Override
    public Optional<MigrationRecord> find(MigrationId id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public boolean compareAndSet(MigrationRecord next) {
        MigrationRecord now = records.get(next.id());
        long stored = now == null ? 0 : now.version();
        if (stored != next.version() - 1) {
            return false;
        }
        Failpoints.reached("engine." + next.state() + ".before");
        try {
            append(next);
            if (next.state().committed() || next.state() == MigrationState.ABORTED) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the migration journal; maybe the disk is full", e);
        }
        Failpoints.reached("engine." + next.state() + ".after");
        records.put(next.id(), next);
        return true;
    }

    private void append(MigrationRecord record) throws IOException {
        String body;
        try {
            body = json.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write as JSON: " + record, e);
        }
        ByteBuffer line =
                ByteBuffer.wrap(
                        (checksum(body) + ' ' + body + '\n').getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private static String checksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
