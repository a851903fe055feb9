package io.podferry.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a folder with all it holds, but nothing that is only mounted there: a container's root
 * may be the machine's own. Mounts below the folder are taken away first, and nothing is deleted
 * while one is left. Links are deleted, never followed.
 */
public final class SafeDelete {
    private SafeDelete() {}

    /** Deletes the folder; does nothing when there is none. */
    public static void tree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path real = root.toRealPath();
        for (Path mount : mountsBelow(real, mountInfo())) {
            unmount(mount);
        }
        List<Path> left = mountsBelow(real, mountInfo());
        if (!left.isEmpty()) {
            throw new IOException(
                    "%s is still mounted. Maybe a process uses it?".formatted(left.getFirst()));
        }
        Files.walkFileTree(
                real,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.deleteIfExists(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static List<String> mountInfo() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8);
    }

    /** Mount points at or below the folder, innermost first. Fields of mountinfo: see proc(5). */
    static List<Path> mountsBelow(Path root, List<String> mountInfo) {
        return mountInfo.stream()
                .map(line -> Path.of(unescape(line.split(" ", -1)[4])))
                .filter(mount -> mount.startsWith(root))
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static void unmount(Path mount) throws IOException {
        Process process =
                new ProcessBuilder("umount", "-l", "--", mount.toString())
                        .redirectErrorStream(true)
                        .start();
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
