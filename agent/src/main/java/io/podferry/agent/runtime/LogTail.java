package io.podferry.agent.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The end of a container's output, which lies in two files: {@code log.1} (older, may be missing)
 * and {@code log}.
 */
final class LogTail {
    private static final int MOST_BYTES = 1 << 20;

    private LogTail() {}

    static List<String> read(Path folder, int lines) throws IOException {
        String text = end(folder.resolve("log"), MOST_BYTES);
        if (text.lines().count() < lines) {
            text = end(folder.resolve("log.1"), MOST_BYTES) + text;
        }
        List<String> all = text.lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    private static String end(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - most);
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(buffer, from);
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }
    }
}
