package io.podferry.agent.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the OCI configuration of a container from its specification. It is always made here:
 * capabilities, devices, mounts, hooks, namespaces and annotations of a user's bundle are not even
 * read.
 */
final class BundleWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Folders of the machine that make its programs run elsewhere. */
    static final List<String> MACHINE_PROGRAMS =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt");

    /**
     * @param folder the container's folder
     * @param cgroup path of the container's cgroup
     * @param namespace file of the pod's network namespace
     * @param hostname of the pod
     */
    record Place(ContainerFolder folder, String cgroup, Path namespace, String hostname) {}

    private BundleWriter() {}

    static void write(Place place, ContainerSpec spec, Program program) throws IOException {
        ObjectNode config = JSON.createObjectNode();
        config.put("ociVersion", "1.0.2");
        config.put("hostname", place.hostname());
        config.putObject("root")
                .put("path", place.folder().rootfs().toString())
                .put("readonly", false);
        process(config.putObject("process"), program);
        ArrayNode mounts = config.putArray("mounts");
        mount(mounts, "/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        mount(mounts, "/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        mount(
                mounts,
                "/dev/pts",
                "devpts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620");
        mount(mounts, "/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777");
        if (program.rootfs().equals(Path.of("/"))) {
            for (String folder : MACHINE_PROGRAMS) {
                if (Files.isDirectory(Path.of(folder), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    mount(mounts, folder, "bind", folder, "rbind", "ro", "nosuid", "nodev");
                }
            }
        }
        for (BindMount bind : spec.binds()) {
            mount(
                    mounts,
                    bind.target(),
                    "bind",
                    bind.source(),
                    "rbind",
                    bind.readOnly() ? "ro" : "rw",
                    "nosuid",
                    "nodev");
        }
        for (int i = 0; i < spec.scratch().size(); i++) {
            mount(
                    mounts,
                    spec.scratch().get(i),
                    "bind",
                    place.folder().scratch(i).toString(),
                    "bind",
                    "rw",
                    "nosuid",
                    "nodev");
        }
        linux(config.putObject("linux"), place, spec);
        config.putObject("annotations")
                .put("org.criu.config", place.folder().criuConfig().toString());
        Files.writeString(place.folder().config(), JSON.writeValueAsString(config));
    }

    private static void process(ObjectNode process, Program program) {
        process.put("terminal", false);
        process.put("cwd", program.workingFolder());
        process.put("noNewPrivileges", true);
        process.put("oomScoreAdj", 0);
        process.putObject("user").put("uid", program.user()).put("gid", program.group());
        ArrayNode arguments = process.putArray("args");
        program.arguments().forEach(arguments::add);
        ArrayNode env = process.putArray("env");
        program.env().forEach((name, value) -> env.add(name + "=" + value));
        ObjectNode capabilities = process.putObject("capabilities");
        for (String set : List.of("bounding", "effective", "permitted")) {
            ArrayNode names = capabilities.putArray(set);
            Privileges.CAPABILITIES.forEach(names::add);
        }
    }

    private static void linux(ObjectNode linux, Place place, ContainerSpec spec) {
        linux.put("cgroupsPath", place.cgroup());
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.addObject().put("type", type);
        }
        namespaces.addObject().put("type", "network").put("path", place.namespace().toString());
        ObjectNode resources = linux.putObject("resources");
        resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        if (spec.memoryLimitBytes() != null) {
            resources.putObject("memory").put("limit", spec.memoryLimitBytes());
        }
        ArrayNode masked = linux.putArray("maskedPaths");
        Privileges.MASKED.forEach(masked::add);
        ArrayNode readOnly = linux.putArray("readonlyPaths");
        Privileges.READ_ONLY.forEach(readOnly::add);
    }

    private static void mount(
            ArrayNode mounts, String target, String type, String source, String... options) {
        ObjectNode mount = mounts.addObject();
        mount.put("destination", target).put("type", type).put("source", source);
        ArrayNode list = mount.putArray("options");
        for (String option : options) {
            list.add(option);
        }
    }
}
