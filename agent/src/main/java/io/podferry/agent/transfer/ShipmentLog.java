package io.podferry.agent.transfer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Everything a shipment consisted of, except the bytes themselves, in order; with it a checkpoint
 * can be verified again at any time. Not thread-safe.
 */
final class ShipmentLog implements Closeable {
    private static final int FILE = 'F';
    private static final int CHUNK = 'C';
    private static final int END = 'E';

    private final DataOutputStream out;

    ShipmentLog(Path file) throws IOException {
        Files.createFile(file, CheckpointFolder.PRIVATE_FILE);
        out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(file, StandardOpenOption.WRITE)));
    }

    void file(byte[] header) throws IOException {
        out.writeByte(FILE);
        out.writeInt(header.length);
        out.write(header);
    }

    void chunk(int file, long offset, int length, int checksum) throws IOException {
        out.writeByte(CHUNK);
        out.writeInt(file);
        out.writeLong(offset);
        out.writeInt(length);
        out.writeInt(checksum);
    }

    void end(int file, long size) throws IOException {
        out.writeByte(END);
        out.writeInt(file);
        out.writeLong(size);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** What is told of each part when the log is read. */
    interface Visitor {
        void file(byte[] header) throws IOException;

        void chunk(int file, long offset, int length, int checksum) throws IOException;

        void end(int file, long size) throws IOException;
    }

    static void read(Path file, Visitor visitor) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int what = in.read(); what >= 0; what = in.read()) {
                switch (what) {
                    case FILE -> {
                        int length = in.readInt();
                        if (length < 0 || length > Frame.TEXT) {
                            throw new TransferException("damaged log " + file);
                        }
                        byte[] header = new byte[length];
                        in.readFully(header);
                        visitor.file(header);
                    }
                    case CHUNK -> {
                        int id = in.readInt();
                        long offset = in.readLong();
                        int length = in.readInt();
                        visitor.chunk(id, offset, length, in.readInt());
                    }
                    case END -> visitor.end(in.readInt(), in.readLong());
                    default -> throw new TransferException("damaged log " + file);
                }
            }
        } catch (EOFException e) {
            throw new TransferException("truncated log " + file, e);
        }
    }
}
