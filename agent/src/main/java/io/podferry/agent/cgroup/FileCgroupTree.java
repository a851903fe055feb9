package io.podferry.agent.cgroup;

import io.podferry.agent.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Control groups as the kernel shows them: folders and files. */
final class FileCgroupTree implements CgroupTree {
    private static final Duration REMOVAL = Duration.ofSeconds(3);
    private static final Path MACHINE_PRESSURE = Path.of("/proc/pressure/memory");

    private final Hierarchies at;

    FileCgroupTree(Hierarchies at) {
        this.at = at;
    }

    @Override
    public int version() {
        return at.version();
    }

    private static Path below(Path hierarchy, String cgroup) {
        Path name = Path.of(cgroup);
        if (!name.isAbsolute() || !name.normalize().equals(name) || name.getNameCount() == 0) {
            throw new IllegalArgumentException(
                    "not a cgroup: '" + cgroup + "' (an absolute path below the root)");
        }
        return hierarchy.resolve(name.toString().substring(1));
    }

    private Path memory(String cgroup) {
        return below(at.memory(), cgroup);
    }

    @Override
    public void create(String cgroup) throws IOException {
        Path folder = memory(cgroup);
        Files.createDirectories(folder);
        if (at.version() == 2) {
            delegateMemory(folder.getParent());
        }
    }

    /**
     * Gives the memory controller to the children of a folder; its own parent must give it first.
     */
    private void delegateMemory(@Nullable Path folder) throws IOException {
        if (folder == null || !folder.startsWith(at.memory())) {
            return;
        }
        delegateMemory(folder.getParent());
        Path control = folder.resolve("cgroup.subtree_control");
        if (!Files.readString(control).contains("memory")) {
            write(control, "+memory");
        }
    }

    @Override
    public boolean exists(String cgroup) {
        return Files.isDirectory(memory(cgroup));
    }

    @Override
    public void limitMemory(String cgroup, @Nullable Long bytes) throws IOException {
        String limit = at.version() == 1 ? "memory.limit_in_bytes" : "memory.max";
        String none = at.version() == 1 ? "-1" : "max";
        write(memory(cgroup).resolve(limit), bytes == null ? none : bytes.toString());
    }

    @Override
    public CgroupReader reader(String cgroup) throws IOException {
        return at.version() == 1 ? new ReaderV1(memory(cgroup)) : new ReaderV2(memory(cgroup));
    }

    @Override
    public long peakBytes(String cgroup) throws IOException {
        String file = at.version() == 1 ? "memory.max_usage_in_bytes" : "memory.peak";
        return Long.parseLong(Files.readString(memory(cgroup).resolve(file)).strip());
    }

    @Override
    public @Nullable Double machinePressureSome10() {
        try (OpenFile file = new OpenFile(MACHINE_PRESSURE, 256)) {
            file.refresh();
            double value = file.fraction(ReaderV2.SOME_10);
            return Double.isNaN(value) ? null : value;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public FreezerFiles freezerFiles(String cgroup) {
        if (at.freezer().isPresent()) {
            Path folder = below(at.freezer().get(), cgroup);
            Path state = folder.resolve("freezer.state");
            return new FreezerFiles(
                    state, "FROZEN", "THAWED", state, "FROZEN", folder.resolve("cgroup.procs"));
        }
        Path folder = memory(cgroup);
        return new FreezerFiles(
                folder.resolve("cgroup.freeze"),
                "1",
                "0",
                folder.resolve("cgroup.events"),
                "frozen 1",
                folder.resolve("cgroup.procs"));
    }

    @Override
    public Freezer freezer(String cgroup) {
        return new FileFreezer(freezerFiles(cgroup));
    }

    @Override
    public List<Integer> processes(String cgroup) throws IOException {
        TreeSet<Integer> found = new TreeSet<>();
        for (Path hierarchy : at.all()) {
            for (Path folder : foldersBelow(below(hierarchy, cgroup))) {
                try {
                    for (String line : Files.readAllLines(folder.resolve("cgroup.procs"))) {
                        found.add(Integer.parseInt(line.strip()));
                    }
                } catch (NoSuchFileException e) {
                    // Removed in this moment: nothing is in it.
                } catch (IOException e) {
                    if (Files.exists(folder)) {
                        throw e;
                    }
                }
            }
        }
        found.remove(0);
        return List.copyOf(found);
    }

    @Override
    public void remove(String cgroup) throws IOException {
        for (Path hierarchy : at.all()) {
            Path root = below(hierarchy, cgroup);
            boolean gone =
                    Processes.await(
                            REMOVAL,
                            () -> {
                                List<Path> folders = foldersBelow(root);
                                for (Path folder : folders) {
                                    remove(folder);
                                }
                                return !Files.exists(root);
                            });
            if (!gone) {
                throw new IOException(
                        "cgroup %s cannot be removed; processes in it: %s"
                                .formatted(root, processes(cgroup)));
            }
        }
    }

    @Override
    public void removeIfEmpty(String cgroup) {
        for (Path hierarchy : at.all()) {
            try {
                remove(below(hierarchy, cgroup));
            } catch (IOException e) {
                // Not empty, or not ours: it stays.
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
        } catch (java.nio.file.FileSystemException e) {
            // Busy until the kernel has buried the last task; tried again.
        }
    }

    /** A folder and all below it, children first. */
    private static List<Path> foldersBelow(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Path> folders = new ArrayList<>();
        collect(root, folders);
        folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        return folders;
    }

    private static void collect(Path folder, List<Path> into) throws IOException {
        into.add(folder);
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).toList()) {
                collect(child, into);
            }
        } catch (NoSuchFileException e) {
            // Removed in this moment.
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }
}
