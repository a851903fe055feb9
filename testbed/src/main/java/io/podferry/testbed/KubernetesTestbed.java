package io.podferry.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes that runs: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and where
 * wanted nodes with containerd, kubelet and kube-proxy. The environment variable
 * PODFERRY_KUBERNETES_RELEASE chooses another release than the current one; PODFERRY_TESTBED names
 * a testbed that runs already and is to be left running. Thread-safe.
 */
public final class KubernetesTestbed implements AutoCloseable {
    private static final String SCRIPT = "testbed/cluster";

    private final boolean own;
    private final String name;
    private final Map<String, String> environment;

    private KubernetesTestbed(String name, Map<String, String> environment, boolean own) {
        this.own = own;
        this.name = name;
        this.environment = environment;
    }

    /** Why it cannot run here; empty when it can. */
    static Optional<String> missing(TestbedKind kind) {
        boolean nodes = kind != TestbedKind.CONTROL_PLANE;
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            return Optional.of("this is no Linux with namespaces");
        }
        if (!System.getProperty("user.name", "").equals("root")) {
            return Optional.of("namespaces need root");
        }
        if (nodes && !Files.isDirectory(Path.of("/sys/fs/cgroup/memory"))) {
            return Optional.of("nodes are made for the first version of cgroups");
        }
        return Stream.concat(
                        Stream.of("go", "ip", "nsenter", "unshare", "openssl", "curl"),
                        nodes
                                ? Stream.of("apt-get", "dpkg-deb", "patchelf", "cc", "tar")
                                : Stream.empty())
                .filter(tool -> !onPath(tool))
                .findFirst()
                .map(tool -> "'" + tool + "' is missing");
    }

    private static boolean onPath(String tool) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, tool))) {
                return true;
            }
        }
        return false;
    }

    /** Starts a fresh one, in place of what an earlier run of the same checkout may have left. */
    static KubernetesTestbed up(TestbedKind kind) {
        Optional<String> running = kind.running();
        if (running.isPresent()) {
            return new KubernetesTestbed(running.get(), environment(running.get()), false);
        }
        return up(kind.prefix() + Integer.toHexString(home().toString().hashCode()), kind);
    }

    /** Starts a fresh one of that name: 1 to 9 lower-case letters and digits. */
    static KubernetesTestbed up(String name, TestbedKind kind) {
        List<String> up = new ArrayList<>(List.of("up"));
        up.addAll(kind.options());
        Optional.ofNullable(System.getenv("PODFERRY_KUBERNETES_RELEASE"))
                .filter(release -> !release.isBlank())
                .ifPresent(release -> up.addAll(List.of("--release", release)));
        run(name, "", List.of("down"));
        run(name, "", up);
        return new KubernetesTestbed(name, environment(name), true);
    }

    private static Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        run(name, "", List.of("env"))
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    environment.put(line.substring(0, equals), line.substring(equals + 1));
                });
        return environment;
    }

    private static Path home() {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(SCRIPT))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no %s above %s".formatted(SCRIPT, Path.of("").toAbsolutePath()));
    }

    /** The release that runs, for example "1.37". */
    public String release() {
        return value("RELEASE");
    }

    /**
     * The nodes with containerd and kubelet, in order; empty when there is a control plane alone.
     */
    public List<TestbedNode> nodes() {
        return Stream.of(value("NODES").split(" "))
                .filter(node -> !node.isEmpty())
                .map(node -> node.split("=", 2))
                .map(node -> new TestbedNode(this, node[0], Path.of("/proc", node[1], "root")))
                .toList();
    }

    /** The node of that name. */
    public TestbedNode node(String name) {
        return nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node " + name + " in " + nodes()));
    }

    /** A command of {@code testbed/cluster}, and what it prints. */
    String script(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return run(name, "", all);
    }

    /** The administrator's configuration. */
    public Path kubeconfig() {
        return Path.of(value("KUBECONFIG"));
    }

    /** Address of this machine as the control plane sees it. */
    public String hostAddress() {
        return value("HOST_ADDRESS");
    }

    /** Folder of the certificates: extender.crt, extender.key, extender-ca.crt and others. */
    public Path certificates() {
        return Path.of(value("PKI"));
    }

    /** Folder of the programs' logs. */
    public Path logs() {
        return Path.of(value("LOGS"));
    }

    private String value(String key) {
        return Optional.ofNullable(environment.get(key))
                .orElseThrow(() -> new IllegalStateException("the testbed does not say " + key));
    }

    /** Runs kubectl as administrator and returns what it prints. */
    public String kubectl(String... arguments) {
        return script("kubectl", arguments);
    }

    /** Creates or changes what the YAML describes. */
    public void apply(String yaml) {
        run(name, yaml, List.of("kubectl", "apply", "-f", "-"));
    }

    /**
     * Makes nodes that are mere objects fit for pods: nobody but a controller that condemns nodes
     * without a kubelet would take their first taint away.
     */
    public void untaint(String... nodes) {
        for (String node : nodes) {
            kubectl("patch", "node", node, "--type=merge", "-p", "{\"spec\":{\"taints\":null}}");
        }
    }

    /** A folder of manifests/ in this checkout. */
    public Path manifests(String folder) {
        return home().resolve("manifests").resolve(folder);
    }

    /** A configuration that speaks as a service account, with a token for an hour. */
    public Path kubeconfigOf(String namespace, String account) {
        String token = kubectl("create", "token", account, "-n", namespace).strip();
        String admin = kubectl("config", "view", "--raw", "-o", "jsonpath={.clusters[0].cluster}");
        Path file = kubeconfig().resolveSibling(namespace + "-" + account + ".conf");
        try {
            Files.writeString(
                    file,
                    """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: testbed, cluster: %s}]
                    users: [{name: %s, user: {token: %s}}]
                    contexts: [{name: testbed, context: {cluster: testbed, user: %s}}]
                    current-context: testbed
                    """
                            .formatted(admin, account, token, account));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Restarts kube-scheduler with the configuration from manifests/ and an extender's address. */
    public void schedulerWithExtender(String url) {
        String file = home().resolve("manifests/scheduler/kube-scheduler-config.yaml").toString();
        run(name, "", List.of("scheduler", "--config", file, "--extender", url));
    }

    @Override
    public void close() {
        if (own) {
            run(name, "", List.of("down"));
        }
    }

    private static String run(String name, String input, List<String> arguments) {
        Path home = home();
        List<String> command = new ArrayList<>();
        command.add(home.resolve(SCRIPT).toString());
        command.add(arguments.getFirst());
        command.addAll(List.of("--name", name));
        command.addAll(arguments.subList(1, arguments.size()));
        Path errors = null;
        try {
            errors = Files.createTempFile("testbed", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(home.toFile())
                            .redirectError(errors.toFile());
            // Whoever runs tests has built: two builds of one checkout disturb each other.
            builder.environment().put("PODFERRY_BUILT", "yes");
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "%s failed with %d: %s"
                                .formatted(command, code, Files.readString(errors).strip()));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        } finally {
            delete(errors);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
