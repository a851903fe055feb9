package io.podferry.agent.transfer;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a chunk with zstd level 1 when that makes it arrive sooner: when compressing and
 * sending the rest takes less time than sending it raw. The speeds are measured on the way; a link
 * whose speed is not known yet is taken for fast. Not thread-safe.
 */
final class Compression {
    private static final int LEVEL = 1;

    /** One chunk in this many is compressed for the measurement while it does not pay. */
    private static final int PROBE = 64;

    private static final double NEW_SHARE = 0.2;

    /** Share of the raw size up to which the compressed form is sent. */
    private static final double WORTH = 0.9;

    /** Bytes per nanosecond of zstd level 1 on one core, until measured; deliberately low. */
    private double compressSpeed = 0.4;

    private double ratio = 0.7;
    private double linkSpeed = Double.POSITIVE_INFINITY;
    private int sinceProbe;
    private final ByteBuffer out = ByteBuffer.allocateDirect((int) Zstd.compressBound(Frame.CHUNK));

    /**
     * The link has taken {@code bytes} in the given time, in which the sender had always something
     * to send.
     */
    void sent(long bytes, long nanos) {
        if (nanos > TimeUnit.MICROSECONDS.toNanos(50)) {
            double speed = (double) bytes / nanos;
            linkSpeed = Double.isInfinite(linkSpeed) ? speed : mix(linkSpeed, speed);
        }
    }

    /** Whether compressing would pay at the present figures. */
    boolean pays() {
        return 1 / compressSpeed + ratio / linkSpeed < 1 / linkSpeed;
    }

    /** The chunk compressed, valid until the next call, or null when it is better sent raw. */
    @Nullable ByteBuffer pack(ByteBuffer bytes) {
        boolean slow = !Double.isInfinite(linkSpeed) && 1 / linkSpeed > 1 / compressSpeed;
        if (!pays() && !(slow && ++sinceProbe >= PROBE)) {
            return null;
        }
        sinceProbe = 0;
        int length = bytes.remaining();
        long start = System.nanoTime();
        long size =
                Zstd.compressDirectByteBuffer(
                        out, 0, out.capacity(), bytes, bytes.position(), length, LEVEL);
        long nanos = Math.max(1, System.nanoTime() - start);
        compressSpeed = mix(compressSpeed, (double) length / nanos);
        ratio = mix(ratio, Math.min(1, (double) size / length));
        return size > length * WORTH ? null : out.duplicate().clear().limit((int) size);
    }

    private static double mix(double old, double next) {
        return old * (1 - NEW_SHARE) + next * NEW_SHARE;
    }
}
