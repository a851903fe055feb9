package io.podferry.policy.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The ended lives of all classes as bytes, for an engine that starts anew: a mark, a version, lives
 * until {@value #MOST_BYTES} bytes are full (those of the classes seen last), and a check sum.
 * Bytes that are damaged or of another version are not used. Stateless.
 */
public final class HistoryCodec {
    /** Largest size of the whole, bytes. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MARK = 0x50464C31;
    private static final byte VERSION = 1;
    private static final int FRAME = Integer.BYTES + Byte.BYTES + Integer.BYTES;
    private static final int POINT = Integer.BYTES + Float.BYTES;
    private static final int LONGEST_NAME = 1024;

    private HistoryCodec() {}

    /** What is worth keeping. */
    public static byte[] encode(ClassHistory history) {
        List<Kept> chosen = new ArrayList<>();
        int room = MOST_BYTES - FRAME;
        for (int id = history.classes() - 1; id >= 0; id--) {
            byte[] name = history.name(id).getBytes(StandardCharsets.UTF_8);
            for (Lifetime life : history.lives(id).reversed()) {
                Kept next = new Kept(name, life);
                if (name.length <= LONGEST_NAME && next.bytes() <= room) {
                    chosen.add(next);
                    room -= next.bytes();
                }
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES - room);
        bytes.putInt(MARK).put(VERSION);
        // Oldest first: an engine that reads it back must take the same classes for the latest.
        chosen.reversed().forEach(next -> next.put(bytes));
        int end = bytes.position();
        bytes.putInt(checkSum(bytes.array(), end));
        return bytes.array();
    }

    /** A life, and the name of its class. */
    private record Kept(byte[] name, Lifetime life) {
        int bytes() {
            return 2 * Short.BYTES + name.length + life.size() * POINT;
        }

        void put(ByteBuffer to) {
            to.putShort((short) name.length).put(name).putShort((short) life.size());
            for (int i = 0; i < life.size(); i++) {
                to.putInt(life.millis(i)).putFloat(life.bytes(i));
            }
        }
    }

    /**
     * Adds what an earlier engine kept.
     *
     * @return number of lives that were added; 0 when the bytes cannot be used
     */
    public static int decode(byte[] kept, ClassHistory history) {
        if (kept.length < FRAME || kept.length > MOST_BYTES) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(kept);
        int end = kept.length - Integer.BYTES;
        if (bytes.getInt() != MARK
                || bytes.get() != VERSION
                || bytes.getInt(end) != checkSum(kept, end)) {
            return 0;
        }
        bytes.limit(end);
        int lives = 0;
        while (bytes.remaining() >= 2 * Short.BYTES) {
            byte[] name = new byte[Math.min(bytes.getShort(), bytes.remaining())];
            bytes.get(name);
            history.restore(new String(name, StandardCharsets.UTF_8), life(bytes));
            lives++;
        }
        return lives;
    }

    private static Lifetime life(ByteBuffer bytes) {
        Lifetime life = new Lifetime();
        int points = bytes.getShort();
        for (int i = 0; i < points; i++) {
            life.restore(bytes.getInt(), bytes.getFloat());
        }
        return life;
    }

    private static int checkSum(byte[] bytes, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }
}
