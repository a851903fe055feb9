package io.podferry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.podferry.agent.process.Mounts.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCgroupTreeTest {
    @TempDir private Path folder;

    private static Mount mount(String point, String type, String options) {
        return new Mount(Path.of(point), type, options);
    }

    @Test
    void memoryDecidesTheVersionOfAHybridMachine() {
        Hierarchies found =
                Hierarchies.of(
                                List.of(
                                        mount("/sys/fs/cgroup/unified", "cgroup2", "rw"),
                                        mount("/sys/fs/cgroup/memory", "cgroup", "rw,memory"),
                                        mount("/sys/fs/cgroup/freezer", "cgroup", "rw,freezer")))
                        .orElseThrow();
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.memory()).isEqualTo(Path.of("/sys/fs/cgroup/memory"));
        assertThat(found.freezer()).contains(Path.of("/sys/fs/cgroup/freezer"));
        assertThat(found.all()).hasSize(3);
    }

    @Test
    void aUnifiedMachineHasOneHierarchyForEverything() {
        Hierarchies found =
                Hierarchies.of(
                                List.of(
                                        mount("/sys/fs/cgroup", "cgroup2", "rw"),
                                        mount("/", "ext4", "rw")))
                        .orElseThrow();
        assertThat(found.version()).isEqualTo(2);
        assertThat(found.freezer()).isEmpty();
        assertThat(found.all()).containsExactly(Path.of("/sys/fs/cgroup"));
    }

    @Test
    void withoutControlGroupsThereIsNothing() {
        assertThat(Hierarchies.of(List.of(mount("/", "ext4", "rw,memory")))).isEmpty();
    }

    private FileCgroupTree version2() {
        return new FileCgroupTree(new Hierarchies(2, folder, Optional.empty(), List.of(folder)));
    }

    @Test
    void onVersion2TheMemoryControllerIsHandedDown() throws IOException {
        Path node = Files.createDirectories(folder.resolve("podferry/demo"));
        for (Path each : List.of(folder, folder.resolve("podferry"), node)) {
            Files.writeString(each.resolve("cgroup.subtree_control"), "");
        }
        version2().create("/podferry/demo/pod");
        assertThat(node.resolve("pod")).isDirectory();
        for (Path each : List.of(folder, folder.resolve("podferry"), node)) {
            assertThat(each.resolve("cgroup.subtree_control")).hasContent("+memory");
        }
    }

    @Test
    void onVersion2AFreezerIsTheCgroupItself() throws IOException {
        Path pod = Files.createDirectories(folder.resolve("pod"));
        Files.writeString(pod.resolve("cgroup.freeze"), "0");
        Files.writeString(pod.resolve("cgroup.events"), "populated 1\nfrozen 1\n");
        Freezer freezer = version2().freezer("/pod");
        freezer.freeze(java.time.Duration.ofSeconds(1));
        assertThat(pod.resolve("cgroup.freeze")).hasContent("1");
        assertThat(freezer.frozen()).isTrue();
        freezer.thaw();
        assertThat(pod.resolve("cgroup.freeze")).hasContent("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "pod", "/pod/../other", "/pod/"})
    void pathsThatCouldLeadElsewhereAreRefused(String cgroup) {
        if (cgroup.equals("/pod/")) {
            assertThat(version2().exists(cgroup)).isFalse();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> version2().exists(cgroup))
                    .withMessageContaining("'" + cgroup + "'");
        }
    }
}
