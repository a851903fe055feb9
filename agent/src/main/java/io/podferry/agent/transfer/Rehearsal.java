package io.podferry.agent.transfer;

import io.podferry.agent.security.Identity;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A shipment of an agent to itself, of pages that belong to nobody. A JVM that has never sealed or
 * hashed does both about ten times slower than one that has: without a rehearsal the first pod to
 * be moved would stand still for all that time.
 */
public final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** What makes the compiler do its work. */
    public static final long ENOUGH = 160L << 20;

    /** Bytes per second: once the compiler has done its work, the agent's own work comes first. */
    private static final long GENTLY = 24L << 20;

    private static final int PIECE = 1 << 20;
    private static final String CONTAINER = "rehearsal";

    private Rehearsal() {}

    /**
     * Ships until enough was shipped for the compiler, or it has lasted long enough.
     *
     * @param node own name
     * @param folder for what is received; must not exist; removing it is the caller's
     * @param most bytes to ship
     * @return bytes that were shipped
     */
    public static long run(
            ImageReceiver receiver, Identity identity, String node, Path folder, long most)
            throws IOException, InterruptedException {
        Files.createDirectory(folder, CheckpointFolder.PRIVATE_FOLDER);
        Ticket ticket =
                new Ticket(
                        CONTAINER,
                        0,
                        CONTAINER,
                        CONTAINER,
                        node,
                        node,
                        System.currentTimeMillis() + LONGEST.plus(PATIENCE).toMillis(),
                        UUID.randomUUID().toString());
        receiver.expect(
                new Expectation(ticket, folder, Set.of(CONTAINER), Map.of(), most, 2 * most));
        CopiedAhead copied = new CopiedAhead();
        try (ImageSender sender =
                        ImageSender.open(
                                receiver.address(), identity, ticket, OptionalLong.of(GENTLY));
                PageServer pages = new PageServer(CONTAINER, sender, copied)) {
            tagOwn(copied, most / 4);
            pages.start();
            pretend(pages.address(), most);
            return sender.finish(PATIENCE).imageBytes();
        } finally {
            receiver.forget(ticket.migration());
        }
    }

    /**
     * Reads and tags its own memory, of which there is always enough. None of it is shipped or
     * written anywhere: the agent's key is in it.
     */
    private static void tagOwn(CopiedAhead copied, long most)
            throws IOException, InterruptedException {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        Optional<ProcessMemory> opened =
                ProcessMemory.open(self, ProcessMemory.depth(self), new ProcessMemory.Buffers());
        if (opened.isEmpty()) {
            return;
        }
        Blocks blocks = new Blocks();
        try (ProcessMemory memory = opened.get()) {
            BlockTag.Maker tags = copied.tags(memory.process());
            long end = System.nanoTime() + LONGEST.toNanos() / 4;
            memory.blocks((address, contents, length) -> {
                blocks.add(address, length, tags.of(address, contents, length));
                return blocks.size() < most / Blocks.WINDOW && System.nanoTime() < end;
            });
            copied.put(memory.process(), blocks);
        }
    }

    /**
     * Does what CRIU does, see {@link PageCommand}: for a process whose pages are compared, and for
     * another.
     */
    private static void pretend(InetSocketAddress server, long most) throws IOException {
        byte[] pages = new byte[PIECE];
        SplittableRandom random = new SplittableRandom();
        long end = System.nanoTime() + LONGEST.toNanos();
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            long self = ProcessHandle.current().pid();
            for (long process : List.of(self, self + 1)) {
                long image = process << 8 | 1;
                out.write(command(4, 0, 0, 0, image));
                in.readByte();
                for (long sent = 0; sent < most / 2 && System.nanoTime() < end; sent += PIECE) {
                    random.nextBytes(pages);
                    out.write(
                            command(6, PageCommand.PRESENT, PIECE / PageCommand.PAGE, sent, image));
                    out.write(pages);
                }
            }
            out.write(command(0x1023, 0, 0, 0, 0));
            in.readInt();
        }
    }

    private static byte[] command(int code, int flags, long pages, long address, long destination) {
        return ByteBuffer.allocate(PageCommand.Layout.PAGES_64.bytes())
                .order(ByteOrder.nativeOrder())
                .putInt(flags << 16 | code)
                .putInt(0)
                .putLong(pages)
                .putLong(address)
                .putLong(destination)
                .array();
    }
}
