package io.podferry.agent.transfer;

import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Peer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The source's end of a shipment. Several feeders fill chunks (see {@link FileSink}); one thread
 * seals and sends them, another listens for what the target says. The buffers are few and reused:
 * when the target is slow, feeders wait, and so does CRIU. Thread-safe. The threads are platform
 * threads, because they compute, and must not keep the agent's virtual threads from answering.
 */
public final class ImageSender implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int BUFFERS = 8;
    private static final Duration STALLED = Duration.ofSeconds(15);

    /** What the sending thread does next. */
    private sealed interface Item {
        record File(byte[] header) implements Item {}

        record Data(Chunk chunk) implements Item {}

        record End(int file, long size) implements Item {}

        record Finish() implements Item {}
    }

    private final TlsLink link;
    private final Ticket ticket;
    private final RateLimit rate;
    private final Compression compression = new Compression();
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(4 * BUFFERS);
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(BUFFERS);
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicLong wireBytes = new AtomicLong();
    private final AtomicLong imageBytes = new AtomicLong();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final CompletableFuture<String> stored = new CompletableFuture<>();
    private final RootHash root = new RootHash();
    private final SealedWriter out;
    private volatile long writingSince;

    private ImageSender(TlsLink link, Ticket ticket, OptionalLong bytesPerSecond)
            throws IOException {
        this.link = link;
        this.out = new SealedWriter(link.channel(), link.bulkKey(ticket.migration()));
        this.ticket = ticket;
        this.rate = new RateLimit(bytesPerSecond);
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new Chunk());
        }
    }

    /**
     * Connects and shows the ticket.
     *
     * @param bytesPerSecond most bytes to send per second, empty: no limit
     * @throws TransferException when the target refuses; the message is the target's
     */
    public static ImageSender open(
            InetSocketAddress target, Identity identity, Ticket ticket, OptionalLong bytesPerSecond)
            throws IOException {
        TlsLink link = TlsLink.connect(target, identity, CONNECT);
        try {
            Peer peer = link.peer();
            if (!peer.name().equals(ticket.target())) {
                throw new TransferException(
                        "the agent at %s is '%s', not '%s'"
                                .formatted(target, peer.name(), ticket.target()));
            }
            ImageSender sender = new ImageSender(link, ticket, bytesPerSecond);
            sender.greet();
            Thread.ofPlatform().daemon().name("send-" + ticket.migration()).start(sender::sendAll);
            Thread.ofPlatform().daemon().name("hear-" + ticket.migration()).start(sender::hear);
            Thread.ofVirtual().name("watch-" + ticket.migration()).start(sender::watch);
            return sender;
        } catch (IOException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private void greet() throws IOException {
        link.send(Messages.bytes(new Messages.Hello(Messages.Hello.VERSION, ticket)));
        Messages.Welcome welcome = Messages.parse(link.receive(), Messages.Welcome.class);
        if (welcome.reason() != null) {
            throw new TransferException(welcome.reason());
        }
    }

    /** Begins a file; chunks of it may follow from the same thread. */
    FileSink file(FileHeader.Kind kind, String owner, String name, FileHeader.@Nullable Entry entry)
            throws IOException, InterruptedException {
        int id;
        // The target takes files in the order of their numbers.
        synchronized (files) {
            id = files.getAndIncrement();
            byte[] header = Messages.bytes(new FileHeader(id, kind, owner, name, entry));
            if (header.length > Frame.TEXT) {
                throw new TransferException(
                        "the attributes of '%s' are too large to ship".formatted(name));
            }
            put(new Item.File(header));
        }
        return new FileSink(this, id, kind == FileHeader.Kind.IMAGE);
    }

    /** A free buffer; waits while all are on their way. */
    Chunk take() throws IOException, InterruptedException {
        while (true) {
            check();
            Chunk chunk = free.poll(100, TimeUnit.MILLISECONDS);
            if (chunk != null) {
                return chunk;
            }
        }
    }

    void send(Chunk chunk, boolean image) throws IOException, InterruptedException {
        if (image) {
            imageBytes.addAndGet(chunk.length);
        }
        put(new Item.Data(chunk));
    }

    void end(int file, long size) throws IOException, InterruptedException {
        put(new Item.End(file, size));
    }

    private void put(Item item) throws IOException, InterruptedException {
        do {
            check();
        } while (!queue.offer(item, 100, TimeUnit.MILLISECONDS));
    }

    private void sendAll() {
        try {
            while (true) {
                Item item = queue.poll();
                if (item == null) {
                    out.flush();
                    writingSince = 0;
                    item = queue.take();
                }
                writingSince = System.nanoTime();
                if (!send(item)) {
                    writingSince = 0;
                    return;
                }
            }
        } catch (IOException e) {
            fail(
                    new TransferException(
                            "the connection to %s was lost: %s"
                                    .formatted(ticket.target(), e.getMessage()),
                            e));
        } catch (InterruptedException e) {
            fail(new TransferException("the agent is stopping"));
        } catch (RuntimeException e) {
            fail(new TransferException("cannot send: " + e, e));
        }
    }

    private boolean send(Item item) throws IOException, InterruptedException {
        switch (item) {
            case Item.File(byte[] header) -> {
                root.file(header);
                text(Frame.Type.FILE, header);
            }
            case Item.Data(Chunk chunk) -> {
                sendChunk(chunk);
                free.add(chunk);
            }
            case Item.End(int file, long size) -> {
                root.end(file, size);
                out.write(Frame.end(file, size));
            }
            case Item.Finish finish -> {
                text(
                        Frame.Type.MANIFEST,
                        Messages.bytes(new Messages.Manifest(root.hex(), files.get())));
                out.flush();
                return false;
            }
        }
        return true;
    }

    private void sendChunk(Chunk chunk) throws IOException, InterruptedException {
        root.chunk(chunk.file, chunk.offset, chunk.length, chunk.checksum);
        int packed = chunk.zeroBlocks == 0 ? chunk.length : chunk.pack();
        ByteBuffer raw = chunk.view(packed);
        ByteBuffer small = packed == 0 ? null : compression.pack(raw);
        ByteBuffer payload = small == null ? raw : small;
        Frame.Encoding encoding = small == null ? Frame.Encoding.RAW : Frame.Encoding.ZSTD;
        int length = payload.remaining();
        rate.await(length);
        long start = System.nanoTime();
        out.write(
                new Frame(
                        Frame.Type.CHUNK,
                        encoding,
                        chunk.file,
                        chunk.offset,
                        chunk.length,
                        length,
                        chunk.zeroBlocks,
                        chunk.checksum),
                payload);
        compression.sent(length, System.nanoTime() - start);
        wireBytes.addAndGet(length);
    }

    private void text(Frame.Type type, byte[] json) throws IOException {
        out.write(Frame.text(type, json.length), ByteBuffer.wrap(json));
        wireBytes.addAndGet(json.length);
    }

    private void hear() {
        try {
            Messages.Verdict verdict = Messages.parse(link.receive(), Messages.Verdict.class);
            String hash = verdict.rootHash();
            if (hash != null) {
                stored.complete(hash);
            } else {
                fail(new TransferException(String.valueOf(verdict.reason())));
            }
        } catch (IOException e) {
            fail(
                    new TransferException(
                            "the connection to %s was lost: %s"
                                    .formatted(ticket.target(), e.getMessage()),
                            e));
        }
    }

    private void watch() {
        try {
            while (failure.get() == null && !stored.isDone()) {
                Thread.sleep(1000);
                long since = writingSince;
                if (since != 0 && System.nanoTime() - since > STALLED.toNanos()) {
                    fail(
                            new TransferException(
                                    "%s took nothing for %d s"
                                            .formatted(ticket.target(), STALLED.toSeconds())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends the manifest and waits until the target has verified and stored everything.
     *
     * @throws TransferException when it has not
     */
    public ManifestSummary finish(Duration atMost) throws IOException, InterruptedException {
        put(new Item.Finish());
        try {
            String hash = stored.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return new ManifestSummary(hash, imageBytes.get(), wireBytes.get());
        } catch (ExecutionException e) {
            check();
            throw new TransferException("the shipment failed", e);
        } catch (TimeoutException e) {
            throw new TransferException(
                    "%s did not store everything within %d s"
                            .formatted(ticket.target(), atMost.toSeconds()),
                    e);
        }
    }

    /** Throws the reason when the shipment cannot succeed any more. */
    public void check() throws TransferException {
        IOException reason = failure.get();
        if (reason != null) {
            throw new TransferException(String.valueOf(reason.getMessage()), reason);
        }
    }

    /** Gives up: nothing more is sent, waiting feeders get the reason. The first reason stands. */
    void fail(IOException reason) {
        if (!stored.isDone() && failure.compareAndSet(null, reason)) {
            stored.completeExceptionally(reason);
        }
        closeLink();
    }

    public long wireBytes() {
        return wireBytes.get();
    }

    public long imageBytes() {
        return imageBytes.get();
    }

    private void closeLink() {
        try {
            link.close();
        } catch (IOException ignored) {
            // Nothing can be lost with a connection that is given up.
        }
    }

    /**
     * Ends all threads; without {@link #finish} before, the target throws away what has arrived.
     * Idempotent.
     */
    @Override
    public void close() {
        fail(new TransferException("the shipment was given up"));
        queue.clear();
        queue.offer(new Item.End(0, 0));
    }
}
