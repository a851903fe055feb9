package io.podferry.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What agents and controller do for a move, step by step and by hand: tickets and marks for the
 * wrappers, a checkpoint that waits for its vote, and pod objects.
 */
final class HandMadeMove {
    private static final String RUN = "/run/podferry";
    private static final String CRIU = "/opt/podferry/criu/bin/criu";

    private final TestbedNode source;
    private final TestbedNode target;
    private final String images;
    private Path ticket = Path.of("");

    HandMadeMove(TestbedNode source, TestbedNode target, String name) {
        this.source = source;
        this.target = target;
        this.images = "/var/lib/podferry/" + name;
    }

    private static Path folder(Path folder) throws IOException {
        for (Path each : List.of(folder.getParent().getParent(), folder.getParent(), folder)) {
            if (!Files.isDirectory(each)) {
                Files.createDirectory(
                        each,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        }
        return folder;
    }

    private static void say(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName());
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void until(String what, BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + 40_000_000_000L;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("40 s without " + what);
            }
            Thread.sleep(20);
        }
    }

    /** The clone's containers will wait in {@code create}. */
    void hold(CounterPod clone) throws IOException {
        folder(target.file(images));
        folder(target.file(RUN + "/tickets"));
        ticket = folder(target.file(RUN + "/tickets/" + clone.uid() + "/counter"));
        say(ticket.resolve("image"), images);
        say(ticket.resolve("criu"), CRIU);
        say(ticket.resolve("criu.conf"), "tcp-close\n");
        say(ticket.resolve("state"), "hold");
    }

    void awaitHeld() throws InterruptedException {
        until("a held clone", () -> Files.exists(ticket.resolve("waiting")));
    }

    /** From now on the wrapper creates no container of that pod on the source. */
    void fence(CounterPod pod) throws IOException {
        say(folder(source.file(RUN + "/departed")).resolve(pod.uid()), "it moves by hand");
    }

    void watch(CounterPod pod) throws IOException {
        Files.writeString(folder(source.file(RUN + "/watched")).resolve(pod.containerId()), "");
    }

    /** Once kubelet has told the runtime to end the container. */
    void awaitKill(String container) throws InterruptedException {
        until("kubelet's kill", () -> Files.exists(source.file(RUN + "/killed/" + container)));
    }

    /** Dumps the pod's container and keeps it still until the vote. */
    Future<Boolean> freeze(CounterPod pod) throws IOException, InterruptedException {
        folder(source.file(images));
        Path hook = source.file(images + "-hook");
        say(
                hook,
                """
                #!/bin/bash
                [ "$CRTOOLS_SCRIPT_ACTION" = post-dump ] || exit 0
                touch %1$s-frozen
                until [ -e %1$s-vote ]; do sleep 0.02; done
                exit "$(cat %1$s-vote)"
                """
                        .formatted(images));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        String checkpoint =
                """
                mkdir -p /etc/criu && mount -t tmpfs criu /etc/criu &&
                printf 'tcp-close\\naction-script %1$s-hook\\n' > /etc/criu/runc.conf &&
                PATH=/opt/podferry/criu/bin:$PATH exec runc --root /run/containerd/runc/k8s.io \
                    checkpoint --manage-cgroups-mode ignore --image-path %1$s --work-path %1$s %2$s
                """
                        .formatted(images, pod.containerId());
        FutureTask<Boolean> dump = new FutureTask<>(() -> ends(checkpoint));
        Thread.startVirtualThread(dump);
        until(
                "a frozen source",
                () -> Files.exists(source.file(images + "-frozen")) || dump.isDone());
        return dump;
    }

    private boolean ends(String checkpoint) {
        return source.run(
                        "unshare",
                        "--mount",
                        "bash",
                        "-c",
                        "(" + checkpoint + ") > " + images + "-log 2>&1 && echo dumped || true")
                .contains("dumped");
    }

    /**
     * Ends what {@link #freeze} began.
     *
     * @param dies or runs on
     * @return whether the checkpoint was made and the source is dead
     */
    boolean vote(Future<Boolean> dump, boolean dies) throws Exception {
        say(source.file(images + "-vote"), dies ? "0" : "1");
        return dump.get(30, TimeUnit.SECONDS);
    }

    void ship() throws IOException {
        try (Stream<Path> files = Files.list(source.file(images))) {
            for (Path file : files.toList()) {
                Files.copy(file, target.file(images).resolve(file.getFileName().toString()));
            }
        }
    }

    void go() throws IOException {
        say(ticket.resolve("state"), "go");
    }

    void abort(String reason) throws IOException {
        say(ticket.resolve("state"), "abort " + reason);
    }
}
