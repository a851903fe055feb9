package io.podferry.agent.transfer;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes the pages of one container from CRIU on a loopback port and feeds them to the shipment as
 * they come: the node keeps no copy of them. Speaks the receiving half of CRIU's page-server
 * protocol; a command costs a few instructions, a page nothing but being copied. Accepts one
 * connection only. When anything fails, CRIU's connection is closed, its dump fails, and the
 * container runs on.
 */
public final class PageServer implements Closeable {
    /**
     * CRIU's own page server numbers its files from here, so that they cannot meet those written at
     * the source.
     */
    private static final int FIRST_PAGES_ID = 0x10001;

    private static final int STAGING = 64 * 1024;
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    private final String container;
    private final ImageSender sender;
    private final CopiedAhead copied;
    private final ServerSocketChannel listener;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING).limit(0);
    private final Changes.Buffers comparing = new Changes.Buffers();
    private final List<Pagemap> pagemaps = new ArrayList<>();
    private @Nullable Pagemap pagemap;
    private @Nullable FileSink pages;
    private @Nullable Changes changes;
    private volatile @Nullable SocketChannel connection;

    /**
     * Listens; {@link #start} serves.
     *
     * @param copied what need not be shipped again when it has not changed
     */
    public PageServer(String container, ImageSender sender, CopiedAhead copied) throws IOException {
        this.container = container;
        this.sender = sender;
        this.copied = copied;
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        listener.bind(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 1);
    }

    /** Where CRIU must connect. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Serves one connection in a thread of its own. */
    public void start() {
        Thread.ofPlatform().daemon().name("pages-" + container).start(this::run);
    }

    private void run() {
        try (SocketChannel criu = listener.accept()) {
            connection = criu;
            listener.close();
            criu.setOption(StandardSocketOptions.TCP_NODELAY, true);
            serve(criu);
        } catch (IOException e) {
            sender.fail(
                    new TransferException(
                            "pages of container '%s' could not be taken: %s"
                                    .formatted(container, e.getMessage()),
                            e));
        } catch (InterruptedException e) {
            sender.fail(new TransferException("the agent is stopping"));
        } catch (RuntimeException e) {
            sender.fail(
                    new TransferException(
                            "pages of container '%s' could not be taken: %s"
                                    .formatted(container, e),
                            e));
        }
    }

    private void serve(SocketChannel criu) throws IOException, InterruptedException {
        need(criu, PageCommand.Layout.PAGES_32.bytes());
        PageCommand.Layout layout = PageCommand.layout(staging);
        while (true) {
            need(criu, layout.bytes());
            PageCommand command = PageCommand.read(staging, layout);
            switch (command.kind()) {
                case OPEN -> {
                    open(command);
                    answer(criu, ByteBuffer.allocate(1));
                }
                case PARENT -> answer(criu, ByteBuffer.allocate(Integer.BYTES));
                case ADD -> add(criu, command);
                case CLOSE -> {
                    endPages();
                    endPagemaps();
                    answer(criu, ByteBuffer.allocate(Integer.BYTES));
                    return;
                }
            }
        }
    }

    private void open(PageCommand command) throws IOException, InterruptedException {
        endPages();
        int id = FIRST_PAGES_ID + pagemaps.size();
        Pagemap map = new Pagemap(Pagemap.name(command.destination()), id);
        pagemap = map;
        pagemaps.add(map);
        FileSink sink = sender.file(FileHeader.Kind.IMAGE, container, "pages-" + id + ".img", null);
        pages = sink;
        OptionalInt process = Pagemap.process(command.destination());
        Blocks held = process.isPresent() ? copied.of(process.getAsInt()) : null;
        changes =
                held == null || process.isEmpty()
                        ? null
                        : new Changes(held, copied.tags(process.getAsInt()), map, sink, comparing);
    }

    private void add(SocketChannel criu, PageCommand command)
            throws IOException, InterruptedException {
        Pagemap map = pagemap;
        FileSink sink = pages;
        if (map == null || sink == null) {
            throw new TransferException("CRIU sent pages before it opened an image");
        }
        PageSink out = sink;
        Changes compared = changes;
        if (compared != null && command.present()) {
            compared.begin(command.address(), command.flags());
            out = compared;
        } else {
            if (compared != null) {
                compared.flush();
            }
            map.add(command.address(), command.pages(), command.flags());
        }
        long left =
                command.present()
                        ? Math.multiplyExact(command.pages(), (long) PageCommand.PAGE)
                        : 0;
        int staged = (int) Math.min(left, staging.remaining());
        int limit = staging.limit();
        out.write(staging.limit(staging.position() + staged));
        staging.limit(limit);
        left -= staged;
        while (left > 0) {
            staging.clear();
            int read;
            try {
                read = out.read(criu, left, staging);
            } finally {
                staging.flip();
            }
            if (read < 0) {
                throw lost();
            }
            left -= read;
        }
    }

    private void endPages() throws IOException, InterruptedException {
        Changes compared = changes;
        if (compared != null) {
            changes = null;
            compared.flush();
        }
        FileSink sink = pages;
        if (sink != null) {
            pages = null;
            sink.end();
        }
    }

    private void endPagemaps() throws IOException, InterruptedException {
        for (Pagemap map : pagemaps) {
            FileSink sink = sender.file(FileHeader.Kind.IMAGE, container, map.name(), null);
            sink.write(ByteBuffer.wrap(map.bytes()));
            sink.end();
        }
    }

    private static void answer(SocketChannel criu, ByteBuffer zero) throws IOException {
        while (zero.hasRemaining()) {
            criu.write(zero);
        }
    }

    /** Makes at least {@code bytes} available. */
    private void need(SocketChannel criu, int bytes) throws IOException {
        while (staging.remaining() < bytes) {
            fill(criu);
        }
    }

    private void fill(SocketChannel criu) throws IOException {
        staging.compact();
        try {
            if (criu.read(staging) < 0) {
                throw lost();
            }
        } finally {
            staging.flip();
        }
    }

    private static EOFException lost() {
        return new EOFException("CRIU closed the connection before the dump was complete");
    }

    /** Stops serving; a dump that still writes fails. Idempotent. */
    @Override
    public void close() throws IOException {
        listener.close();
        SocketChannel open = connection;
        if (open != null) {
            open.close();
        }
    }
}
