package io.podferry.cli.bench;

import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this machine can take a measurement without running out itself. */
final class MachineRoom {
    private static final DataSize SPARE = DataSize.ofMebibytes(1536);

    private MachineRoom() {}

    /**
     * Why a pod of this size cannot be moved here: source, clone (its {@link Ballast} before) and
     * images lie in this machine's memory at the same time, the images only as far as there is
     * room.
     */
    static Optional<String> shortage(DataSize size) {
        return shortage(size, available());
    }

    static Optional<String> shortage(DataSize size, DataSize available) {
        DataSize needed = size.plus(size).plus(SPARE);
        return needed.compareTo(available) <= 0
                ? Optional.empty()
                : Optional.of(
                        "a move of it needs %s here (source, clone and a reserve), available are %s"
                                .formatted(needed, available));
    }

    private static DataSize available() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemAvailable:")) {
                    return DataSize.ofBytes(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException unknown) {
            return DataSize.ZERO;
        }
        return DataSize.ZERO;
    }
}
