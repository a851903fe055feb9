package io.podferry.agent.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of the kernel, read again and again from its start without allocating. Not thread-safe.
 */
final class OpenFile implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer;

    OpenFile(Path path, int size) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        buffer = ByteBuffer.allocateDirect(size);
    }

    /** Reads the file anew. */
    void refresh() throws IOException {
        buffer.clear();
        channel.read(buffer, 0);
        buffer.flip();
    }

    /**
     * The number the file begins with; empty text and words such as {@code max} give {@code
     * otherwise}.
     */
    long leading(long otherwise) {
        return digit(0) ? numberAt(0) : otherwise;
    }

    /** The number after a line's first word; {@code otherwise} when there is no such line. */
    long number(byte[] key, long otherwise) {
        int at = find(key);
        return at >= buffer.limit() || !digit(at) ? otherwise : numberAt(at);
    }

    /** The decimal fraction after a text; NaN when it is not there. */
    double fraction(byte[] key) {
        int at = find(key);
        if (at >= buffer.limit()) {
            return Double.NaN;
        }
        long whole = numberAt(at);
        while (at < buffer.limit() && digit(at)) {
            at++;
        }
        if (at >= buffer.limit() || buffer.get(at) != '.') {
            return whole;
        }
        double value = whole;
        double place = 0.1;
        for (at++; at < buffer.limit() && digit(at); at++, place /= 10) {
            value += (buffer.get(at) - '0') * place;
        }
        return value;
    }

    /** Position after a key at the start of a line; the limit when it is not there. */
    private int find(byte[] key) {
        int limit = buffer.limit();
        int line = 0;
        while (line < limit) {
            int i = 0;
            while (i < key.length && line + i < limit && buffer.get(line + i) == key[i]) {
                i++;
            }
            if (i == key.length) {
                return line + i;
            }
            while (line < limit && buffer.get(line) != '\n') {
                line++;
            }
            line++;
        }
        return limit;
    }

    private boolean digit(int at) {
        return at < buffer.limit() && buffer.get(at) >= '0' && buffer.get(at) <= '9';
    }

    private long numberAt(int at) {
        long value = 0;
        for (; digit(at); at++) {
            value = value * 10 + (buffer.get(at) - '0');
        }
        return value;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
