package io.podferry.agent.transfer;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the target holds of one container before its freeze, by process (number in the container's
 * own PID namespace, as CRIU names its images). Filled by {@link PreCopy}, then read by {@link
 * PageServer} in another thread; a table does not change once it is put here. Thread-safe.
 */
public final class CopiedAhead {
    private static final int KEY_BYTES = 16;

    private final SecretKey key;
    private final Map<Integer, Blocks> processes = new TreeMap<>();

    /** Nothing yet. */
    public CopiedAhead() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, "AES");
    }

    BlockTag.Maker tags(int process) {
        return new BlockTag.Maker(key, process);
    }

    synchronized @Nullable Blocks of(int process) {
        return processes.get(process);
    }

    synchronized void put(int process, Blocks blocks) {
        processes.put(process, blocks);
    }

    /** Processes of which something is held. */
    synchronized Set<Integer> processes() {
        return new TreeSet<>(processes.keySet());
    }
}
