package io.podferry.agent.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes folders of the agent's own, and nothing that is only mounted in them: a CRIU that is
 * stopped half way leaves the machine's whole cgroup hierarchy mounted below its work folder.
 * Thread-safe.
 */
public final class Trees {
    private Trees() {}

    /**
     * Unmounts what is mounted below the folder, then removes it with all it holds; links are
     * removed, never followed. Idempotent.
     *
     * @throws IOException when something stays mounted; nothing is removed then
     */
    public static void remove(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path real = root.toRealPath(LinkOption.NOFOLLOW_LINKS);
        Mounts.removeBelow(real);
        List<Path> left = Mounts.below(real);
        if (!left.isEmpty()) {
            throw new IOException(
                    "'%s' is still mounted, so '%s' is kept".formatted(left.getFirst(), root));
        }
        Object device = device(real);
        Files.walkFileTree(
                real,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        if (!device(folder).equals(device)) {
                            throw new IOException(
                                    "'%s' is another file system and is kept".formatted(folder));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException fault) throws IOException {
                        if (fault != null) {
                            throw fault;
                        }
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }
}
