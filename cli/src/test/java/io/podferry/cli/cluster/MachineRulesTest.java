package io.podferry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.cli.engine.ClusterConfig;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `local up` refuses before it touches anything. */
class MachineRulesTest {
    private static final DataSize MACHINE = DataSize.ofGibibytes(8);

    @Test
    void nodesMustFitIntoTheMachine() {
        assertThatCode(() ->
                        MemoryCheck.check(Collections.nCopies(2, DataSize.ofGibibytes(4)), MACHINE))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        MemoryCheck.check(Collections.nCopies(3, DataSize.ofGibibytes(4)), MACHINE))
                .hasMessage(
                        "3 nodes need 12Gi, but this machine has 8Gi. Maybe --memory 2730Mi, or"
                                + " fewer nodes?");
        assertThatThrownBy(() -> MemoryCheck.check(List.of(DataSize.ofMebibytes(1)), MACHINE))
                .hasMessageContaining("too small");
    }

    @Test
    void aFolderWithOtherPeoplesFilesIsRefusedAndLeftAlone(@TempDir Path folder)
            throws IOException {
        Path theirs = Files.writeString(folder.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> new StateFolder(folder).create())
                .hasMessageContaining(
                        "is not empty and holds no cluster: there is 'thesis.txt', owned by ");
        assertThat(theirs).hasContent("years of work");
    }

    @Test
    void anotherClustersFolderIsRefused(@TempDir Path folder) {
        ClusterConfig known =
                new ClusterConfig(
                        "alpha",
                        "10.200.0.0/16",
                        "10.200.0.1",
                        7443,
                        "none",
                        List.of(new ClusterConfig.Node("node-1", 1, "10.200.1.1", 1, 2, 1L << 30)));
        assertThatThrownBy(() ->
                        StateFolder.requireSame(
                                known,
                                UpOptions.of("beta", folder, 1, DataSize.ofGibibytes(1), "none")))
                .hasMessageContaining("belongs to cluster 'alpha', not to 'beta'");
        assertThatThrownBy(() ->
                        StateFolder.requireSame(
                                known,
                                UpOptions.of("alpha", folder, 2, DataSize.ofGibibytes(1), "none")))
                .hasMessageContaining(
                        "has 1 node of 1Gi already, but 2 nodes of 1Gi was asked for");
    }

    @Test
    void aBusyPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Ports.requireFree("127.0.0.1", port))
                    .hasMessageContaining("port " + port + " on 127.0.0.1 is busy")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void networksInUseAreAvoided() {
        String first = Subnets.free("demo", "");
        assertThat(Subnets.free("demo", "")).isEqualTo(first);
        assertThat(Subnets.free("demo", "default via 192.168.1.1\n" + first + " dev pf-x"))
                .isNotEqualTo(first);
        assertThatThrownBy(() -> Subnets.free("demo", "10.0.0.0/8 dev tun0"))
                .hasMessageContaining("is free on this machine");
        assertThat(Subnets.address("10.207.0.0/16", 3, 1)).isEqualTo("10.207.3.1");
    }

    @Test
    void nothingThatIsMountedIsDeleted() {
        List<String> mounts =
                List.of(
                        "22 1 0:20 / / rw - ext4 /dev/sda rw",
                        "30 22 0:21 / /state/nodes/a/rootfs rw - overlay overlay rw",
                        "31 30 0:22 / /state/nodes/a/rootfs/tmp\\040x rw - tmpfs tmpfs rw",
                        "32 22 0:23 / /statement rw - tmpfs tmpfs rw");
        assertThat(SafeDelete.mountsBelow(Path.of("/state"), mounts))
                .containsExactly(
                        Path.of("/state/nodes/a/rootfs/tmp x"), Path.of("/state/nodes/a/rootfs"));
    }

    @Test
    void linksAreDeletedAndNotFollowed(@TempDir Path folder) throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("keep"), "x");
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.createSymbolicLink(state.resolve("link"), outside);
        SafeDelete.tree(state);
        assertThat(state).doesNotExist();
        assertThat(outside.resolve("keep")).exists();
    }
}
