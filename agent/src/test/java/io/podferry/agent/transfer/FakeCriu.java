package io.podferry.agent.transfer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The sending half of CRIU's page-server protocol, as CRIU 4.2 and 4.1 speak it. */
final class FakeCriu implements AutoCloseable {
    static final int PAGE = 4096;
    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final PageCommand.Layout layout;

    FakeCriu(InetSocketAddress address, PageCommand.Layout layout) throws IOException {
        this.socket = new Socket(address.getAddress(), address.getPort());
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(socket.getInputStream());
        this.layout = layout;
    }

    private void command(int code, int flags, long pages, long address, long destination)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(layout.bytes()).order(ByteOrder.nativeOrder());
        bytes.putInt(flags << 16 | code);
        switch (layout) {
            case PAGES_32 -> bytes.putInt((int) pages);
            case PAGES_64 -> bytes.putInt(0).putLong(pages);
        }
        out.write(bytes.putLong(address).putLong(destination).array());
    }

    /** Opens the pagemap of a process; true when the server has a parent for it. */
    boolean open(int pid) throws IOException {
        command(4, 0, 0, 0, (long) pid << 8 | 1);
        return in.readByte() != 0;
    }

    void add(int pid, long address, byte[] contents) throws IOException {
        command(6, PageCommand.PRESENT, contents.length / PAGE, address, (long) pid << 8 | 1);
        out.write(contents);
    }

    int end() throws IOException {
        command(0x1023, 0, 0, 0, 0);
        return in.readInt();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
