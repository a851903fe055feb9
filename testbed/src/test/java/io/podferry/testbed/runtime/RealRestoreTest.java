package io.podferry.testbed.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.testbed.runtime.WrapperRoom.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container that counts in memory, checkpointed and brought back by create and start. */
@Tag("real")
@Timeout(120)
class RealRestoreTest {
    private static final String SOURCE = "podferry-wrapper-source";
    private static final String CLONE = "podferry-wrapper-clone";
    @TempDir private Path folder;
    private WrapperRoom room;
    private Path criu;
    private String cgroups = "";

    @BeforeEach
    void prepare() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "runc needs root");
        Optional<Path> found = criu();
        Assumptions.assumeTrue(
                found.isPresent(), "no CRIU that works here. Maybe run 'podferry tools'?");
        criu = found.orElseThrow();
        room = new WrapperRoom(folder);
        room.set("PODFERRY_RUNC", "runc");
        room.set("PATH", criu.getParent() + ":" + System.getenv("PATH"));
        cgroups =
                WrapperRoom.exec(List.of("runc", "checkpoint", "--help"))
                                .output()
                                .contains("ignore")
                        ? "ignore"
                        : "soft";
        room.set("PODFERRY_CGROUPS_MODE", cgroups);
        rootfs();
        bundle();
    }

    @AfterEach
    void remove() throws Exception {
        if (room != null) {
            for (String id : List.of(SOURCE, CLONE)) {
                room.call(List.of("delete", "--force", id));
            }
        }
    }

    private static Optional<Path> criu() throws Exception {
        String cache =
                Optional.ofNullable(System.getenv("PODFERRY_CACHE")).orElse("/var/cache/podferry");
        for (Path candidate : List.of(Path.of(cache, "criu/bin/criu"), Path.of("/usr/sbin/criu"))) {
            if (Files.isExecutable(candidate)
                    && WrapperRoom.exec(List.of(candidate.toString(), "check"))
                            .output()
                            .contains("Looks good")) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private void rootfs() throws Exception {
        Path rootfs = Files.createDirectories(room.bundle.resolve("rootfs"));
        Path source = folder.resolve("counter.c");
        try (InputStream in =
                Objects.requireNonNull(
                        RealRestoreTest.class.getResourceAsStream("/runtime/counter.c"))) {
            Files.copy(in, source);
        }
        good(
                WrapperRoom.exec(
                        List.of(
                                "cc",
                                "-O2",
                                "-static",
                                "-o",
                                rootfs.resolve("counter").toString(),
                                source.toString())));
    }

    private static void good(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    /** As runc writes it, with a program, a cgroup and a pod's annotations. */
    private void bundle() throws Exception {
        Path config = room.bundle.resolve("config.json");
        Files.deleteIfExists(config);
        good(WrapperRoom.exec(List.of("runc", "spec", "--bundle", room.bundle.toString())));
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"terminal\": true", "\"terminal\": false")
                        .replace("\"sh\"", "\"/counter\"")
                        .replace("\"readonly\": true", "\"readonly\": false")
                        .replace(
                                "\"linux\": {",
                                """
                                "annotations": {"io.kubernetes.cri.sandbox-uid": "%s",
                                                "io.kubernetes.cri.container-name": "counter"},
                                "linux": {"cgroupsPath": "/podferry-wrapper-test",
                                """
                                        .formatted(WrapperRoom.POD)));
    }

    private List<Long> counts() throws IOException {
        Path file = room.bundle.resolve("rootfs/counts");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    private void until(long count) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (counts().isEmpty() || counts().getLast() < count) {
            assertThat(System.nanoTime())
                    .as("waiting for " + count + ": " + counts())
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void checkpoint(Path image) throws Exception {
        Outcome outcome =
                room.call(
                        List.of(
                                "checkpoint",
                                "--manage-cgroups-mode",
                                cgroups,
                                "--image-path",
                                image.toString(),
                                "--work-path",
                                image.toString(),
                                SOURCE));
        assertThat(outcome.status()).as(outcome.output() + Files.readString(room.log)).isZero();
    }

    @Test
    void theCloneGoesOnWithTheNextNumber() throws Exception {
        good(room.create(SOURCE));
        good(room.call(List.of("start", SOURCE)));
        until(20);
        Path image = Files.createDirectory(folder.resolve("image"));
        Path ticket = room.ticket("counter", Map.of("state", "hold", "image", image.toString()));
        Process clone = room.begin(room.createCommand(CLONE));
        checkpoint(image);
        long last = counts().getLast();
        assertThat(clone.isAlive()).as("the clone is held").isTrue();
        WrapperRoom.say(ticket.resolve("state"), "go");
        Outcome created = room.finish(clone);
        assertThat(created.status()).as(created.output() + Files.readString(room.log)).isZero();
        good(room.call(List.of("start", CLONE)));
        until(last + 20);
        List<Long> all = counts();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).as("no number is lost or comes twice").isEqualTo(i + 1L);
        }
        assertThat(Files.readString(folder.resolve("pid")).strip()).matches("\\d+");
        good(room.call(List.of("kill", CLONE, "KILL")));
    }
}
