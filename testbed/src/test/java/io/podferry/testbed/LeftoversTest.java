package io.podferry.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A testbed with a node and a pod that runs goes, and nothing of it stays on the machine. */
@Tag("real")
@Timeout(180)
class LeftoversTest {
    @Test
    void nothingIsLeftOfATestbedThatIsTakenDown() throws Exception {
        Optional<String> missing = KubernetesTestbed.missing(TestbedKind.ONE_NODE);
        missing.ifPresent(reason -> Assumptions.abort("no testbed here: " + reason));
        String name = "z" + Long.toString(System.nanoTime() & 0xffffff, 36);
        List<String> settings = settings();
        List<String> during;
        try (KubernetesTestbed testbed = KubernetesTestbed.up(name, TestbedKind.ONE_NODE)) {
            testbed.kubectl("apply", "-f", testbed.manifests("base") + "/runtimeclass.yaml");
            CounterPod pod = CounterPod.create(testbed, "counter", "node-1", false);
            pod.awaitReady();
            assertThat(pod.next()).isEqualTo(1);
            during = traces(name);
        }
        assertThat(during)
                .as("what the test can see of a testbed")
                .anyMatch(trace -> trace.startsWith("process"))
                .anyMatch(trace -> trace.startsWith("cgroup"))
                .anyMatch(trace -> trace.startsWith("folder"))
                .anyMatch(trace -> trace.startsWith("link"))
                .anyMatch(trace -> trace.startsWith("route"));
        assertThat(traces(name)).isEmpty();
        assertThat(settings()).isEqualTo(settings);
    }

    /** Settings of the whole machine that kubelet likes to change. */
    private static List<String> settings() throws IOException {
        List<String> values = new ArrayList<>();
        for (String setting :
                List.of("vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops")) {
            values.add(setting + "=" + Files.readString(Path.of("/proc/sys", setting)).strip());
        }
        return values;
    }

    /** Everything on the machine that is of the testbed of that name. */
    private static List<String> traces(String name) throws Exception {
        List<String> found = new ArrayList<>();
        String mine = "podferry-testbed/" + name + "/";
        for (Path process : list(Path.of("/proc"), "[0-9]*")) {
            if (text(process.resolve("cmdline")).contains(mine)
                    || text(process.resolve("cgroup")).contains(mine)) {
                found.add("process " + process + " " + text(process.resolve("cmdline")));
            }
        }
        text(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(mine))
                .forEach(line -> found.add("mount " + line));
        for (Path hierarchy : list(Path.of("/sys/fs/cgroup"), "*")) {
            Path cgroup = hierarchy.resolve("podferry-testbed").resolve(name);
            if (Files.exists(cgroup)) {
                found.add("cgroup " + cgroup);
            }
        }
        for (String parent : List.of("/run/podferry-testbed", "/var/lib/podferry-testbed")) {
            if (Files.exists(Path.of(parent, name))) {
                found.add("folder " + Path.of(parent, name));
            }
        }
        for (List<String> question :
                List.of(List.of("link", "show"), List.of("route", "show", "table", "all"))) {
            Process ip =
                    new ProcessBuilder(
                                    Stream.concat(Stream.of("ip", "-o"), question.stream())
                                            .toList())
                            .start();
            new String(ip.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("pft-" + name))
                    .forEach(line -> found.add(question.getFirst() + " " + line));
        }
        return found;
    }

    private static List<Path> list(Path folder, String pattern) throws IOException {
        List<Path> all = new ArrayList<>();
        try (var stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(all::add);
        }
        return all;
    }

    /** A file's text; of a process that has gone, nothing. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
