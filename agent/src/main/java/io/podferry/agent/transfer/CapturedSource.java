package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Walks a captured folder, while its pod stands still, and feeds it to the shipment. Links are
 * shipped, never followed. Sockets are left out, because CRIU makes them again; devices cannot be
 * shipped.
 */
final class CapturedSource {
    private static final int FORMAT = 0xf000;
    private static final int CHARACTER = 0x2000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xc000;
    private static final int PERMISSIONS = 0xfff;

    private final ImageSender sender;
    private final String owner;
    private final Path root;
    private final Map<Object, String> linked = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    CapturedSource(ImageSender sender, String owner, Path root) {
        this.sender = sender;
        this.owner = owner;
        this.root = root;
    }

    /** Ships everything, folders before what is in them. */
    void ship() throws IOException, InterruptedException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path dir, BasicFileAttributes attributes) throws IOException {
                            return one(dir);
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            return one(file);
                        }
                    });
        } catch (Interrupted e) {
            throw new InterruptedException();
        }
    }

    /** Carries an interruption through the walk. */
    private static final class Interrupted extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private FileVisitResult one(Path path) throws IOException {
        try {
            shipOne(path);
            return FileVisitResult.CONTINUE;
        } catch (InterruptedException e) {
            throw (Interrupted) new Interrupted().initCause(e);
        }
    }

    private void shipOne(Path path) throws IOException, InterruptedException {
        Map<String, Object> facts = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        FileHeader.Type type = type(path, facts);
        if (type == null) {
            return;
        }
        String name = root.relativize(path).toString();
        String target =
                type == FileHeader.Type.LINK ? Files.readSymbolicLink(path).toString() : null;
        if (type == FileHeader.Type.FILE && number(facts, "nlink") > 1) {
            String first = linked.putIfAbsent(facts.get("fileKey"), name);
            if (first != null) {
                type = FileHeader.Type.HARD_LINK;
                target = first;
            }
        }
        FileSink sink =
                sender.file(
                        FileHeader.Kind.CAPTURED, owner, name, entry(path, type, target, facts));
        if (type == FileHeader.Type.FILE) {
            contents(path, sink);
        }
        sink.end();
    }

    private static FileHeader.@Nullable Type type(Path path, Map<String, Object> facts)
            throws IOException {
        if (facts.get("isDirectory") instanceof Boolean yes && yes) {
            return FileHeader.Type.FOLDER;
        }
        if (facts.get("isRegularFile") instanceof Boolean yes && yes) {
            return FileHeader.Type.FILE;
        }
        if (facts.get("isSymbolicLink") instanceof Boolean yes && yes) {
            return FileHeader.Type.LINK;
        }
        return switch (number(facts, "mode") & FORMAT) {
            case FIFO -> FileHeader.Type.FIFO;
            case SOCKET -> null;
            case CHARACTER -> {
                if (facts.get("rdev") instanceof Long device && device == 0) {
                    yield FileHeader.Type.WHITEOUT;
                }
                throw device(path);
            }
            default -> throw device(path);
        };
    }

    private static TransferException device(Path path) {
        return new TransferException(
                "'%s' is a device and cannot move. Maybe remove it, or mount it from the node?"
                        .formatted(path));
    }

    private static FileHeader.Entry entry(
            Path path, FileHeader.Type type, @Nullable String target, Map<String, Object> facts)
            throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, byte[]> attribute : Posix.attributes(path).entrySet()) {
            if (Attributes.moves(attribute.getKey())) {
                attributes.put(
                        attribute.getKey(),
                        Base64.getEncoder().encodeToString(attribute.getValue()));
            }
        }
        long modified =
                facts.get("lastModifiedTime") instanceof FileTime time
                        ? time.to(TimeUnit.NANOSECONDS)
                        : 0;
        return new FileHeader.Entry(
                type,
                number(facts, "mode") & PERMISSIONS,
                number(facts, "uid"),
                number(facts, "gid"),
                modified,
                target,
                attributes);
    }

    private static int number(Map<String, Object> facts, String name) {
        return facts.get(name) instanceof Number number ? number.intValue() : 0;
    }

    private void contents(Path path, FileSink sink) throws IOException, InterruptedException {
        try (FileChannel in =
                FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (in.read(buffer.clear()) >= 0) {
                sink.write(buffer.flip());
            }
        }
    }
}
