package io.podferry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecCheckTest {
    @TempDir private Path folder;

    private static PodSpec pod(ContainerSpec... containers) {
        return new PodSpec("pod", "class", Map.of(), List.of(containers));
    }

    private static ContainerSpec container(
            String name, String rootfs, List<String> command, Long limit, List<String> scratch) {
        return new ContainerSpec(
                name, null, rootfs, command, Map.of(), null, limit, List.of(), scratch);
    }

    private void refused(String uid, PodSpec spec, String why) {
        assertThatIOException()
                .isThrownBy(() -> SpecCheck.check(uid, spec))
                .withMessageContaining(why);
    }

    @Test
    void whatCannotBeMetIsRefusedWithTheValue() {
        ContainerSpec fine = container("main", "/", List.of("true"), null, List.of());
        refused("../x", pod(fine), "'../x'");
        refused("uid", pod(fine).named("Not A Name"), "'Not A Name'");
        refused("uid", pod(), "no container");
        refused("uid", pod(fine, fine), "two containers");
        refused(
                "uid",
                pod(container("main", "/nowhere", List.of("true"), null, List.of())),
                "'/nowhere'");
        refused("uid", pod(container("main", "/", List.of(), null, List.of())), "no command");
        refused(
                "uid",
                pod(container("main", "/", List.of("true"), 1_000L, List.of())),
                "1000 bytes");
        refused(
                "uid",
                pod(container("main", "/", List.of("true"), null, List.of("/proc/x"))),
                "'/proc/x'");
        refused(
                "uid",
                pod(container("main", "/", List.of("true"), null, List.of("/a/../b"))),
                "'/a/../b'");
        ContainerSpec bind =
                new ContainerSpec(
                        "main",
                        null,
                        "/",
                        List.of("true"),
                        Map.of(),
                        null,
                        null,
                        List.of(new BindMount("/nowhere", "/x", true)),
                        List.of());
        refused("uid", pod(bind), "'/nowhere'");
        ContainerSpec noBundle =
                new ContainerSpec(
                        "main",
                        folder.toString(),
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        List.of(),
                        List.of());
        refused("uid", pod(noBundle), "not an OCI bundle");
    }

    @Test
    void nothingInABundleRaisesPrivileges() throws IOException {
        Files.createDirectories(folder.resolve("bundle/rootfs"));
        Files.writeString(
                folder.resolve("bundle/config.json"),
                """
                {"process": {"args": ["server"], "env": ["A=b=c"], "cwd": "/srv", "user": {"uid": 1000, "gid": 100},
                  "capabilities": {"bounding": ["CAP_SYS_ADMIN"], "effective": ["CAP_SYS_ADMIN"]}, "noNewPrivileges": false, "oomScoreAdj": -1000},
                 "root": {"path": "rootfs"},
                 "mounts": [{"destination": "/host", "type": "bind", "source": "/", "options": ["rbind", "rw"]}],
                 "hooks": {"prestart": [{"path": "/bin/evil"}]},
                 "linux": {"namespaces": [{"type": "mount"}], "devices": [{"path": "/dev/mem", "type": "c", "major": 1, "minor": 1}],
                  "resources": {"devices": [{"allow": true, "access": "rwm"}]}, "cgroupsPath": "/elsewhere"},
                 "annotations": {"org.criu.config": "/tmp/evil.conf"}}
                """);
        ContainerSpec spec =
                new ContainerSpec(
                        "main",
                        folder.resolve("bundle").toString(),
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        List.of(),
                        List.of());
        Program program = Program.of(spec);
        assertThat(program.arguments()).containsExactly("server");
        assertThat(program.env()).containsEntry("A", "b=c");
        ContainerFolder place =
                new ContainerFolder(Files.createDirectories(folder.resolve("container")));
        BundleWriter.write(
                new BundleWriter.Place(place, "/podferry/node/pod/main", Path.of("/run/ns"), "pod"),
                spec,
                program);

        String text = Files.readString(place.config());
        assertThat(text)
                .doesNotContain("SYS_ADMIN", "evil", "/dev/mem", "/elsewhere", "/host", "hooks");
        JsonNode config = new ObjectMapper().readTree(text);
        assertThat(config.at("/process/noNewPrivileges").asBoolean()).isTrue();
        assertThat(config.at("/process/oomScoreAdj").asInt()).isZero();
        assertThat(config.at("/process/user/uid").asInt()).isEqualTo(1000);
        assertThat(config.at("/linux/resources/devices/0/allow").asBoolean()).isFalse();
        assertThat(config.at("/linux/namespaces")).hasSize(5);
        assertThat(config.at("/annotations/org.criu.config").asText())
                .isEqualTo(place.criuConfig().toString());
    }
}
