package io.podferry.agent.transfer;

import com.github.luben.zstd.Zstd;
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

    /** Bytes per nanosecond of zstd level 1 on one core, until measured; deliberately low. */
    private double compressSpeed = 0.4;

    private double ratio = 0.7;
    private double linkSpeed = Double.POSITIVE_INFINITY;
    private int sinceProbe;
    private final byte[] out = new byte[(int) Zstd.compressBound(Frame.CHUNK)];

    /**
     * A compressed chunk: {@code length} bytes at the start of {@code bytes}, valid until the next
     * call.
     */
    record Packed(byte[] bytes, int length) {}

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

    /** The chunk compressed, or null when it is better sent raw. */
    @Nullable Packed pack(byte[] bytes, int length) {
        boolean slow = !Double.isInfinite(linkSpeed) && 1 / linkSpeed > 1 / compressSpeed;
        if (!pays() && !(slow && ++sinceProbe >= PROBE)) {
            return null;
        }
        sinceProbe = 0;
        long start = System.nanoTime();
        long size = Zstd.compressByteArray(out, 0, out.length, bytes, 0, length, LEVEL);
        long nanos = Math.max(1, System.nanoTime() - start);
        if (Zstd.isError(size)) {
            return null;
        }
        compressSpeed = mix(compressSpeed, (double) length / nanos);
        ratio = mix(ratio, Math.min(1, (double) size / length));
        return size < length * 0.9 ? new Packed(out, (int) size) : null;
    }

    private static double mix(double old, double next) {
        return old * (1 - NEW_SHARE) + next * NEW_SHARE;
    }
}
