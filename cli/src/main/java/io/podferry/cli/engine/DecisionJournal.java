package io.podferry.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.cli.api.DecisionView;
import io.podferry.policy.plan.DecisionLog;
import io.podferry.policy.plan.DecisionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions of the last hours as lines of JSON: a file that is written, and the full one before
 * it. Survives the death of the process, a torn last line included; bounded to twice the size of
 * one file. {@link #record} is called on the loop's thread, {@link #about} on any.
 */
public final class DecisionJournal implements DecisionLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionJournal.class);

    private final ObjectMapper json = EngineJson.mapper();
    private final Path file;
    private final Path full;
    private final long fileBytes;
    private final Function<DecisionRecord, DecisionView> view;
    private final Consumer<DecisionView> listener;
    private FileChannel channel;
    private long written;

    /**
     * @param folder for both files
     * @param fileBytes size at which a file is full
     * @param view the form that is kept
     * @param listener told every decision
     */
    public DecisionJournal(
            Path folder,
            long fileBytes,
            Function<DecisionRecord, DecisionView> view,
            Consumer<DecisionView> listener)
            throws IOException {
        this.file = folder.resolve("decisions.jsonl");
        this.full = folder.resolve("decisions.1.jsonl");
        this.fileBytes = fileBytes;
        this.view = view;
        this.listener = listener;
        this.channel = open();
        this.written = channel.size();
        // Whatever a killed process left unfinished stays a line of its own.
        write("\n");
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void record(DecisionRecord decision) {
        LOG.info("{}", decision.oneLine());
        DecisionView kept = view.apply(decision);
        listener.accept(kept);
        try {
            write(json.writeValueAsString(kept) + "\n");
            if (written >= fileBytes) {
                channel.close();
                Files.move(
                        file,
                        full,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                channel = open();
                written = 0;
            }
        } catch (IOException e) {
            // A decision that cannot be written down must not stop the move that it decided.
            LOG.warn(
                    "cannot write the decision log {}: {}. Maybe the disk is full?",
                    file,
                    e.toString());
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Decisions about the pod of this name, newest first. */
    synchronized List<DecisionView> about(String pod, int atMost) throws IOException {
        List<DecisionView> found = new ArrayList<>();
        String quoted = json.writeValueAsString(pod);
        for (Path source : List.of(file, full)) {
            if (!Files.exists(source)) {
                continue;
            }
            List<String> lines = Files.readAllLines(source, StandardCharsets.UTF_8);
            for (int i = lines.size() - 1; i >= 0 && found.size() < atMost; i--) {
                if (lines.get(i).contains(quoted)) {
                    parse(lines.get(i), pod, found);
                }
            }
        }
        return found;
    }

    private void parse(String line, String pod, List<DecisionView> found) {
        try {
            DecisionView decision = json.readValue(line, DecisionView.class);
            if (decision.pods().contains(pod)) {
                found.add(decision);
            }
        } catch (IOException torn) {
            LOG.debug("skipping a torn line of the decision log: {}", torn.toString());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
