package io.podferry.extender.http;

import io.podferry.policy.units.DataSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies with a limit for each and one for all under way together, and within a time. A
 * client that trickles costs one virtual thread and the bytes it has sent. Thread-safe.
 */
final class BodyReader {
    private static final int CHUNK = 64 << 10;
    private static final int TOGETHER = 2;

    private final DataSize largest;
    private final Duration time;
    private final AtomicLong underWay = new AtomicLong();

    /** A body that is not read to its end. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** What is done with a body. */
    interface Use {
        void with(byte[] body) throws IOException;
    }

    BodyReader(DataSize largest, Duration time) {
        this.largest = largest;
        this.time = time;
    }

    /**
     * Reads a body, gives it away and forgets it.
     *
     * @param declared length by the request's header, negative when it does not say
     */
    void read(InputStream in, long declared, Use use) throws IOException, Refused {
        if (declared > largest.bytes()) {
            throw tooLarge();
        }
        long taken = 0;
        try {
            byte[] body;
            if (declared >= 0) {
                taken = declared;
                take(declared);
                body = exactly(in, (int) declared);
            } else {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                taken = unknown(in, read);
                body = read.toByteArray();
            }
            use.with(body);
        } finally {
            underWay.addAndGet(-taken);
        }
    }

    private byte[] exactly(InputStream in, int length) throws IOException, Refused {
        byte[] body = new byte[length];
        long end = System.nanoTime() + time.toNanos();
        int got = 0;
        while (got < length) {
            int more = in.read(body, got, length - got);
            if (more < 0) {
                throw new Refused(400, "the body ends after %d of %d bytes".formatted(got, length));
            }
            got += more;
            inTime(end);
        }
        return body;
    }

    private long unknown(InputStream in, ByteArrayOutputStream read) throws IOException, Refused {
        long end = System.nanoTime() + time.toNanos();
        byte[] chunk = new byte[CHUNK];
        long taken = 0;
        try {
            for (int more = in.read(chunk); more >= 0; more = in.read(chunk)) {
                taken += more;
                take(more);
                if (taken > largest.bytes()) {
                    throw tooLarge();
                }
                read.write(chunk, 0, more);
                inTime(end);
            }
        } catch (IOException | Refused e) {
            underWay.addAndGet(-taken);
            throw e;
        }
        return taken;
    }

    private void take(long bytes) throws Refused {
        if (underWay.addAndGet(bytes) > TOGETHER * largest.bytes()) {
            throw new Refused(
                    503,
                    "requests under way hold more than %s together. Maybe set nodeCacheCapable: true?"
                            .formatted(new DataSize(TOGETHER * largest.bytes())));
        }
    }

    private void inTime(long end) throws Refused {
        if (System.nanoTime() > end) {
            throw new Refused(
                    408, "the body did not arrive within %d ms".formatted(time.toMillis()));
        }
    }

    private Refused tooLarge() {
        return new Refused(
                413,
                "the body is larger than %s. Maybe set nodeCacheCapable: true?".formatted(largest));
    }
}
