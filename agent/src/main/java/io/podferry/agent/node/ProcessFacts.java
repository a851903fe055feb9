package io.podferry.agent.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What /proc tells of one process of a pod. A process that ends meanwhile tells nothing.
 *
 * @param pid seen from the machine
 * @param parent its parent
 * @param tracer who traces it, 0: nobody
 * @param files what its file descriptors are
 * @param mappings names of devices and huge pages it has mapped
 */
record ProcessFacts(int pid, int parent, int tracer, List<OpenFile> files, List<String> mappings) {
    /**
     * An open file.
     *
     * @param target what the kernel calls it
     * @param deletedBytes size when its name is gone, empty otherwise
     */
    record OpenFile(String target, OptionalLong deletedBytes) {}

    private static final String DELETED = " (deleted)";

    static Optional<ProcessFacts> read(Path proc, int pid) {
        Path folder = proc.resolve(Integer.toString(pid));
        try {
            int parent = 0;
            int tracer = 0;
            for (String line :
                    Files.readAllLines(folder.resolve("status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("PPid:")) {
                    parent = Integer.parseInt(line.substring(5).strip());
                } else if (line.startsWith("TracerPid:")) {
                    tracer = Integer.parseInt(line.substring(10).strip());
                }
            }
            return Optional.of(
                    new ProcessFacts(pid, parent, tracer, files(folder), mappings(folder)));
        } catch (IOException | NumberFormatException gone) {
            return Optional.empty();
        }
    }

    private static List<OpenFile> files(Path folder) throws IOException {
        List<OpenFile> files = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("fd"))) {
            for (Path link : links) {
                try {
                    String target = Files.readSymbolicLink(link).toString();
                    OptionalLong size =
                            target.endsWith(DELETED)
                                    ? OptionalLong.of(Files.size(link))
                                    : OptionalLong.empty();
                    files.add(new OpenFile(target, size));
                } catch (IOException closed) {
                    // Closed between listing and reading.
                }
            }
        }
        return files;
    }

    private static List<String> mappings(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line :
                Files.readAllLines(folder.resolve("maps"), StandardCharsets.ISO_8859_1)) {
            int slash = line.indexOf('/');
            if (slash > 0) {
                String name = line.substring(slash);
                if ((name.startsWith("/dev/")
                                && !name.startsWith("/dev/shm/")
                                && !name.startsWith("/dev/zero"))
                        || name.startsWith("/anon_hugepage")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
