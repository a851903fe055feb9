package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writable layer on its way: what arrives is what was there. */
class CapturedFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path scratch;
    private TwoAgents agents;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        agents = new TwoAgents(scratch);
        source = Files.createDirectories(scratch.resolve("source"));
    }

    @AfterEach
    void stop() throws Exception {
        agents.close();
    }

    private void ship() throws Exception {
        agents.expect(1L << 30);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            new PodFiles(sender).captured("main/upper", source);
            var unused = sender.finish(PATIENCE);
        }
    }

    @Test
    void filesFoldersAndLinksArriveAsTheyWere() throws Exception {
        Path folder = Files.createDirectories(source.resolve("var/lib"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        Path file = Files.writeString(folder.resolve("state"), "42\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        FileTime time = FileTime.from(Instant.parse("2020-02-02T02:02:02.123456Z"));
        Files.setLastModifiedTime(file, time);
        Files.createLink(source.resolve("same"), file);
        Files.createSymbolicLink(source.resolve("away"), Path.of("/etc/passwd"));
        Posix.setAttribute(file, "user.note", "kept".getBytes(StandardCharsets.UTF_8));
        ship();
        Path arrived = agents.upper.resolve("var/lib/state");
        assertThat(arrived).hasContent("42");
        assertThat(Files.getPosixFilePermissions(arrived)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(arrived.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(Files.getLastModifiedTime(arrived)).isEqualTo(time);
        assertThat(Posix.attributes(arrived)).containsEntry("user.note", "kept".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.isSameFile(agents.upper.resolve("same"), arrived)).isTrue();
        assertThat(Files.readSymbolicLink(agents.upper.resolve("away"))).isEqualTo(Path.of("/etc/passwd"));
    }

    @Test
    void holesStayHoles() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(source.resolve("sparse").toFile(), "rw")) {
            file.seek(40 << 20);
            file.write(7);
            file.setLength(64 << 20);
        }
        ship();
        Path arrived = agents.upper.resolve("sparse");
        assertThat(Files.size(arrived)).isEqualTo(64 << 20);
        assertThat(Files.mismatch(source.resolve("sparse"), arrived)).isEqualTo(-1);
        Process du = new ProcessBuilder("du", "-k", arrived.toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", -1)[0];
        assertThat(Integer.parseInt(kilobytes)).isLessThan(1024);
    }

    @Test
    void specialFilesArriveWhenThisProcessMayMakeThem() throws Exception {
        try {
            Posix.makeWhiteout(source.resolve("removed"));
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this process may not make device nodes: " + e.getMessage());
        }
        Posix.makeFifo(source.resolve("pipe"));
        ship();
        assertThat(Files.getAttribute(agents.upper.resolve("removed"), "unix:rdev", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(0L);
        assertThat((int) Files.getAttribute(agents.upper.resolve("pipe"), "unix:mode") & 0xf000).isEqualTo(0x1000);
    }

    @Test
    void imageThatChangesOnDiskIsNoticed() throws Exception {
        Path images = Files.createDirectories(scratch.resolve("images"));
        Files.write(images.resolve("core-1.img"), new byte[] {1, 2, 3});
        agents.expect(1 << 20);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            new PodFiles(sender).images("main", images);
            String hash = sender.finish(PATIENCE).rootHash();
            assertThat(Verification.verify(new CheckpointFolder(agents.folder))).isEqualTo(hash);
        }
        Path arrived = new CheckpointFolder(agents.folder).images("main").resolve("core-1.img");
        Files.write(arrived, new byte[] {1, 2, 4});
        assertThatThrownBy(() -> Verification.verify(new CheckpointFolder(agents.folder)))
                .hasMessageContaining("is damaged");
        Files.write(arrived, new byte[] {1, 2});
        assertThatThrownBy(() -> Verification.verify(new CheckpointFolder(agents.folder)))
                .hasMessageContaining("too short");
    }

    @Test
    void imageOfUnknownNameIsNotShipped() throws Exception {
        Path images = Files.createDirectories(scratch.resolve("images"));
        Files.write(images.resolve("surprise.img"), new byte[] {1});
        agents.expect(1 << 20);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            assertThatThrownBy(() -> new PodFiles(sender).images("main", images))
                    .hasMessageContaining("unknown kind: 'surprise.img'");
        }
    }

    @Test
    void connectionThatIsLostFailsBothEnds() throws Exception {
        agents.expect(1L << 30);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            FileSink sink = sender.file(FileHeader.Kind.IMAGE, "main", "pages-1.img", null);
            agents.receiver.forget(TwoAgents.MIGRATION);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 1000; i++) {
                                    sink.write(java.nio.ByteBuffer.wrap(new byte[1 << 20]));
                                }
                                sink.end();
                                var unused = sender.finish(PATIENCE);
                            })
                    .hasMessageContaining("was lost");
        }
        assertThat(new CheckpointFolder(agents.folder).manifest()).isEmpty();
    }
}
