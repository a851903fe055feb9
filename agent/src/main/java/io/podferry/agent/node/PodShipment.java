package io.podferry.agent.node;

import io.podferry.agent.migration.PodDump;
import io.podferry.agent.migration.Shipment;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.runtime.CapturedFolder;
import io.podferry.agent.transfer.CopiedAhead;
import io.podferry.agent.transfer.ImageSender;
import io.podferry.agent.transfer.ManifestSummary;
import io.podferry.agent.transfer.PageServer;
import io.podferry.agent.transfer.PodFiles;
import io.podferry.agent.transfer.PreCopy;
import io.podferry.agent.transfer.TransferException;
import io.podferry.policy.migration.MigrationFacts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pod's shipment over one connection: a page server per container, and the captured folders as
 * soon as all stand still.
 */
public final class PodShipment implements Shipment {
    private static final Logger LOG = LoggerFactory.getLogger(PodShipment.class);
    private static final Duration STORE = Duration.ofSeconds(60);

    private final ImageSender sender;
    private final List<CapturedFolder> captured;
    private final Map<String, PageServer> pageServers = new TreeMap<>();
    private final Map<String, PreCopy> copied = new TreeMap<>();
    private final CompletableFuture<Void> files = new CompletableFuture<>();
    private boolean capturing;
    private @Nullable PodDump dump;

    PodShipment(ImageSender sender, List<String> containers, List<CapturedFolder> captured)
            throws IOException {
        this.sender = sender;
        this.captured = List.copyOf(captured);
        try {
            for (String container : containers) {
                CopiedAhead ahead = new CopiedAhead();
                PageServer server = new PageServer(container, sender, ahead);
                copied.put(container, new PreCopy(container, sender, ahead));
                pageServers.put(container, server);
                server.start();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The node's own shipment behind the port. */
    public static PodShipment of(Shipment shipment) {
        if (!(shipment instanceof PodShipment open)) {
            throw new IllegalArgumentException("not a shipment of this node: " + shipment);
        }
        return open;
    }

    /** Loopback address that takes the pages of a container. */
    public InetSocketAddress pageServer(String container) throws IOException {
        PageServer server = pageServers.get(container);
        if (server == null) {
            throw new IOException("the pod has no container '" + container + "'");
        }
        return server.address();
    }

    /** Ships memory of a container that still runs. */
    PreCopy preCopy(String container) throws IOException {
        PreCopy copy = copied.get(container);
        if (copy == null) {
            throw new IOException("the pod has no container '" + container + "'");
        }
        return copy;
    }

    /** The dump whose pages come. */
    public void dumping(PodDump started) {
        this.dump = started;
    }

    @Override
    public void check() throws StepFailure {
        try {
            sender.check();
        } catch (TransferException e) {
            throw failure(e);
        }
    }

    private static StepFailure failure(IOException e) {
        return new StepFailure("shipping failed: " + e.getMessage(), e);
    }

    @Override
    public Map<String, Long> figures() {
        return Map.of(
                MigrationFacts.IMAGE_BYTES,
                sender.imageBytes(),
                MigrationFacts.WIRE_BYTES,
                sender.wireBytes());
    }

    @Override
    public synchronized void frozen() {
        if (!capturing) {
            capturing = true;
            Thread.ofPlatform().daemon().name("capture").start(this::capture);
        }
    }

    private void capture() {
        try {
            PodFiles feeder = new PodFiles(sender);
            for (CapturedFolder folder : captured) {
                feeder.captured(folder.name(), folder.path());
            }
            files.complete(null);
        } catch (IOException | InterruptedException | RuntimeException e) {
            files.completeExceptionally(e);
        }
    }

    @Override
    public ManifestSummary finish() throws IOException, InterruptedException, StepFailure {
        PodDump complete = dump;
        if (complete == null) {
            throw new IllegalStateException("nothing was dumped");
        }
        frozen();
        PodFiles feeder = new PodFiles(sender);
        try {
            for (Map.Entry<String, Path> images : complete.images().entrySet()) {
                feeder.images(images.getKey(), images.getValue());
            }
            files.get(STORE.toSeconds(), TimeUnit.SECONDS);
            return sender.finish(STORE);
        } catch (ExecutionException e) {
            check();
            Throwable cause = e.getCause();
            throw new StepFailure(
                    "the pod's files could not be shipped: "
                            + (cause == null ? e.getMessage() : cause.getMessage()),
                    e);
        } catch (TimeoutException e) {
            throw new StepFailure(
                    "the pod's files could not be shipped within %d s. Maybe they are better kept in a shared volume?"
                            .formatted(STORE.toSeconds()),
                    e);
        } catch (TransferException e) {
            throw failure(e);
        }
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        sender.close();
        for (PageServer server : new ArrayList<>(pageServers.values())) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.debug("closing a page server: {}", e.toString());
            }
        }
    }
}
