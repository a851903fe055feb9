package io.podferry.agent.cgroup;

import java.nio.charset.StandardCharsets;

/** Words the kernel's files are searched for. */
final class Keys {
    private Keys() {}

    static byte[] line(String word) {
        return (word + " ").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] text(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
