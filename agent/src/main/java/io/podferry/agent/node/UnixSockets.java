package io.podferry.agent.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which unix sockets of a network namespace are connected to which, as {@code ss} tells. */
final class UnixSockets {
    private static final int PATIENCE_SECONDS = 3;

    private UnixSockets() {}

    /**
     * A connected socket.
     *
     * @param inode of it
     * @param peer inode of the other end, 0 when there is none
     * @param name path of either end, "*" when neither has one
     */
    record Pair(long inode, long peer, String name) {}

    static List<Pair> ofProcess(int pid) throws IOException, InterruptedException {
        Process ss =
                new ProcessBuilder(
                                "nsenter", "--net=/proc/" + pid + "/ns/net", "ss", "-x", "-H", "-n")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String text = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!ss.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            ss.destroyForcibly();
        }
        return parse(text);
    }

    /** Lines of "type state recv-q send-q name inode peer-name peer-inode". */
    static List<Pair> parse(String text) {
        List<Pair> pairs = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length < 8 || !words[0].startsWith("u_")) {
                continue;
            }
            try {
                String name = words[4].equals("*") ? words[6] : words[4];
                pairs.add(new Pair(Long.parseLong(words[5]), Long.parseLong(words[7]), name));
            } catch (NumberFormatException e) {
                // A name with spaces; the sockets of a path like that are not judged.
            }
        }
        return pairs;
    }
}
