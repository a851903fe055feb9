package io.podferry.agent.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks captured entries below one folder, and never elsewhere: every entry's parent must be a
 * folder that this object has made (or found to be a real one), nothing that exists is ever opened
 * or replaced, and so no link is ever followed. The folder is the agent's own and nobody else runs
 * in it yet. Not thread-safe.
 */
final class CapturedTarget {
    private static final int NAME_MAX = 255;

    private final Path root;
    private final Set<String> folders = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private final List<Late> late = new ArrayList<>();

    /** Times and modes of folders are set when nothing more is put into them. */
    private record Late(Path path, FileHeader.Entry entry) {}

    CapturedTarget(Path root) {
        this.root = root;
    }

    /**
     * Makes the entry.
     *
     * @return where to write the contents of a file, null for all others
     * @throws TransferException when the name or the type is not acceptable
     */
    @Nullable FileChannel make(String name, FileHeader.Entry entry) throws IOException {
        Path path = place(name, entry.type());
        switch (entry.type()) {
            case FOLDER -> {
                makeFolder(path);
                folders.add(name);
                attributes(path, entry);
                late.add(new Late(path, entry));
            }
            case FILE -> {
                Files.createFile(path, CheckpointFolder.PRIVATE_FILE);
                files.add(name);
                return FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            }
            case LINK -> {
                Files.createSymbolicLink(path, Path.of(required(name, entry)));
                owner(path, entry);
                attributes(path, entry);
            }
            case HARD_LINK -> {
                String first = required(name, entry);
                if (!files.contains(first)) {
                    throw refused(
                            name, "links to '" + first + "', which is not a file of this shipment");
                }
                Files.createLink(path, root.resolve(first));
            }
            case FIFO -> {
                Posix.makeFifo(path);
                finish(path, entry);
            }
            case WHITEOUT -> Posix.makeWhiteout(path);
        }
        return null;
    }

    /** Sets what must be set after the contents. */
    void finishFile(String name, FileHeader.Entry entry) throws IOException {
        finish(root.resolve(name), entry);
    }

    /** Sets what must be set when everything is there. */
    void finishAll() throws IOException {
        for (int i = late.size() - 1; i >= 0; i--) {
            finishOwnerModeTime(late.get(i).path(), late.get(i).entry());
        }
    }

    private Path place(String name, FileHeader.Type type) throws TransferException {
        if (name.isEmpty()) {
            if (type != FileHeader.Type.FOLDER || !folders.isEmpty()) {
                throw refused(name, "is the folder itself");
            }
            return root;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.length() > NAME_MAX
                    || part.indexOf('\0') >= 0) {
                throw refused(name, "is not a plain relative path");
            }
        }
        int slash = name.lastIndexOf('/');
        if (!folders.contains(slash < 0 ? "" : name.substring(0, slash))) {
            throw refused(name, "lies in a folder that is not part of the shipment");
        }
        return root.resolve(name);
    }

    private static void makeFolder(Path path) throws IOException {
        try {
            if (Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS).get("mode")
                            instanceof Integer mode
                    && (mode & 0xf000) == 0x4000) {
                return;
            }
        } catch (NoSuchFileException absent) {
            Files.createDirectory(path, CheckpointFolder.PRIVATE_FOLDER);
            return;
        }
        throw refused(path.toString(), "is in the way and is not a folder");
    }

    private static String required(String name, FileHeader.Entry entry) throws TransferException {
        String target = entry.target();
        if (target == null || target.isEmpty() || target.indexOf('\0') >= 0) {
            throw refused(name, "links to nothing");
        }
        return target;
    }

    private static void finish(Path path, FileHeader.Entry entry) throws IOException {
        finishOwnerModeTime(path, entry);
        attributes(path, entry);
    }

    /** The owner first: changing it takes set-user-id bits away. */
    private static void finishOwnerModeTime(Path path, FileHeader.Entry entry) throws IOException {
        owner(path, entry);
        Files.setAttribute(path, "unix:mode", entry.mode() & 0xfff);
        if (entry.type() == FileHeader.Type.FIFO) {
            // Setting its time would open it, and so wait for a writer.
            return;
        }
        FileTime time = FileTime.from(entry.modifiedNanos(), TimeUnit.NANOSECONDS);
        Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(time, null, null);
    }

    private static void owner(Path path, FileHeader.Entry entry) throws IOException {
        Files.setAttribute(path, "unix:uid", entry.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }

    private static void attributes(Path path, FileHeader.Entry entry) throws IOException {
        for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
            if (!Attributes.moves(attribute.getKey())) {
                throw refused(path.toString(), "has the attribute " + attribute.getKey());
            }
            byte[] value;
            try {
                value = Base64.getDecoder().decode(attribute.getValue());
            } catch (IllegalArgumentException e) {
                throw refused(path.toString(), "has a damaged attribute " + attribute.getKey());
            }
            Posix.setAttribute(path, attribute.getKey(), value);
        }
    }

    private static TransferException refused(String name, String why) {
        return new TransferException("captured entry '%s' refused: it %s".formatted(name, why));
    }
}
