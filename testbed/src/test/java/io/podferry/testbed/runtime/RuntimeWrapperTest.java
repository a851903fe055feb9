package io.podferry.testbed.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.testbed.runtime.WrapperRoom.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the wrapper passes on, holds, restores and refuses, with a runtime that writes down calls.
 */
@Tag("real")
@Timeout(60)
class RuntimeWrapperTest {
    @TempDir private Path folder;
    private WrapperRoom room;

    @BeforeEach
    void build() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "tickets belong to root");
        room = new WrapperRoom(folder);
        room.container("solver");
    }

    private String reason() throws IOException {
        return Files.exists(room.log) ? Files.readString(room.log) : "";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state c1",
                "kill --all c1 9",
                "delete --force c1",
                "exec --process p c1",
                "update -r - c1",
                "features",
                "start c1",
            })
    void everythingElseGoesStraightToTheRuntime(String command) throws Exception {
        Outcome outcome = room.call(Arrays.asList(command.split(" ", -1)));
        assertThat(outcome.status()).isZero();
        assertThat(room.calls()).singleElement().asString().endsWith(" json " + command);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "\"other\":\"x\"",
                "\"io.kubernetes.cri.sandbox-uid\":\"../../etc\",\"io.kubernetes.cri.container-name\":\"solver\"",
                "\"io.kubernetes.cri.sandbox-uid\":\"" + WrapperRoom.POD + "\"",
                "\"io.kubernetes.cri.sandbox-uid\":{\"x\":[1,\"}\"]}",
                "\"io.kubernetes.cri.sandbox-uid\":\""
                        + WrapperRoom.POD
                        + "\",\"io.kubernetes.cri.container-name\":\"..\"",
            })
    void aContainerWithoutATicketIsTheRuntimes(String annotations) throws Exception {
        room.ticket("solver", Map.of("state", "abort wrong ticket"));
        room.config(annotations);
        assertThat(room.create("c1").status()).isZero();
        assertThat(room.calls()).singleElement().asString().contains(" create --bundle ");
    }

    @Test
    void theRuntimesOwnFailureIsPassedOn() throws Exception {
        room.set("FAKE_STATUS", "7");
        assertThat(room.create("c1").status()).isEqualTo(7);
    }

    @Test
    void withATicketTheCheckpointIsRestoredAndStartHasNothingToDo() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "go\n", "image", "/images/m-1\n"));
        assertThat(room.create("c1")).isEqualTo(new Outcome(0, ""));
        assertThat(room.calls())
                .singleElement()
                .asString()
                .endsWith(
                        "json restore --detach --manage-cgroups-mode ignore --image-path"
                                + " /images/m-1 --work-path /images/m-1 --bundle "
                                + room.bundle
                                + " --pid-file "
                                + folder.resolve("pid")
                                + " c1");
        assertThat(ticket).doesNotExist();
        assertThat(room.call(List.of("start", "c1")).status()).isZero();
        assertThat(room.calls()).hasSize(1);
        room.call(List.of("start", "c1"));
        assertThat(room.calls()).as("a second start is the runtime's").hasSize(2);
    }

    @Test
    void aTicketServesOnce() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        room.create("c1");
        assertThat(room.create("c2").status()).isEqualTo(1);
        assertThat(reason()).contains("was restored once and its ticket is used up");
        assertThat(room.calls()).hasSize(1);
    }

    @Test
    void aHeldContainerWaitsForTheAgent() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "hold", "image", "/images/m-1"));
        Process held = room.begin(room.createCommand("c1"));
        Thread.sleep(300);
        assertThat(held.isAlive()).isTrue();
        assertThat(room.calls()).isEmpty();
        WrapperRoom.say(ticket.resolve("state"), "go");
        assertThat(room.finish(held).status()).isZero();
        assertThat(room.calls()).singleElement().asString().contains(" restore ");
    }

    @Test
    void anAbortedMigrationFailsAtOnce() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "hold"));
        Process held = room.begin(room.createCommand("c1"));
        Thread.sleep(200);
        long said = System.nanoTime();
        WrapperRoom.say(ticket.resolve("state"), "abort the source \"recovered\"");
        assertThat(room.finish(held).status()).isEqualTo(1);
        assertThat(System.nanoTime() - said).isLessThan(1_000_000_000L);
        assertThat(reason())
                .startsWith(
                        "{\"level\":\"error\",\"msg\":\"podferry: the migration of container solver"
                                + " was given up: the source \\\"recovered\\\"\",\"time\":\"");
        assertThat(room.calls()).isEmpty();
    }

    /** A fresh start would lose the work that the ticket stands for. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    state=hold,limit=0 | did not arrive within 0 s
                    image=/x           | its state is missing
                    state=perhaps      | says 'perhaps', which means nothing
                    state=go           | names no checkpoint
                    state=go,image=x   | names no checkpoint
                    """)
    void aTicketThatCannotBeUsedIsNoFreshStart(String files, String reason) throws Exception {
        Map<String, String> ticket = new java.util.TreeMap<>();
        for (String file : files.split(",", -1)) {
            ticket.put(file.split("=", -1)[0], file.split("=", -1)[1]);
        }
        room.ticket("solver", ticket);
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason()).contains(reason);
        assertThat(room.calls()).isEmpty();
    }

    @Test
    void aTicketThatOthersMayWriteIsNotTrusted() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        Files.setPosixFilePermissions(ticket, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason()).contains("is not root's alone, so it is not trusted");
    }

    @Test
    void aTicketInAFolderThatOthersMayWriteIsNotTrusted() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        Files.setPosixFilePermissions(
                room.run.resolve("tickets"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason()).contains("is not root's alone, so it is not trusted");
        assertThat(room.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"annotations\":{\"a\":\"b\"}", "{\"annotations\":{", "x", ""})
    void aConfigurationThatCannotBeReadIsNoFreshStart(String config) throws Exception {
        Files.writeString(room.bundle.resolve("config.json"), config);
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason())
                .contains(room.bundle + "/config.json cannot be read, so nobody knows whose");
        assertThat(room.calls()).isEmpty();
    }

    @Test
    void aBundleWithoutAConfigurationIsTheRuntimesToRefuse() throws Exception {
        Files.delete(room.bundle.resolve("config.json"));
        room.set("FAKE_STATUS", "7");
        assertThat(room.create("c1").status()).isEqualTo(7);
    }

    /** Where annotations of pods are handed through, a pod could ask for another's memory. */
    @Test
    void whatThePodsOwnerWritesDoesNotGetAnothersTicket() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        room.config(
                """
                "io.kubernetes.cri.sandbox-uid":"another","io.kubernetes.cri.container-name":"c",
                "io.kubernetes.pod.uid":"%s","io.kubernetes.container.name":"solver"\
                """
                        .formatted(WrapperRoom.POD));
        assertThat(room.create("c1").status()).isZero();
        assertThat(room.calls()).singleElement().asString().contains(" create --bundle ");
        assertThat(ticket).isDirectory();
    }

    @Test
    void anIdThatCannotBeNotedIsNoFreshStart() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        assertThat(room.create("c+1").status()).isEqualTo(1);
        assertThat(reason()).contains("'c+1' is no name that can be noted");
        assertThat(room.calls()).isEmpty();
    }

    @Test
    void theValueOfAnOptionIsNotTakenForTheContainer() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        room.call(
                List.of(
                        "create",
                        "--pidfd-socket",
                        "/run/x",
                        "--bundle",
                        room.bundle.toString(),
                        "c1"));
        assertThat(room.calls()).singleElement().asString().contains(" restore ").endsWith(" c1");
    }

    @Test
    void whatCannotBeNotedIsNotRestoredAndTheTicketStays() throws Exception {
        Path ticket = room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        Files.writeString(room.run.resolve("restored"), "in the way");
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason()).contains("the restore of container solver cannot be noted: ");
        assertThat(room.calls()).isEmpty();
        assertThat(ticket).isDirectory();
    }

    /** A restore that went on after its caller was killed would be a copy nobody knows of. */
    @Test
    void theRestoreEndsWithTheWrapper() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        room.set("FAKE_SECONDS", "50");
        Process wrapper = room.begin(room.createCommand("c1"));
        while (room.calls().isEmpty()) {
            Thread.sleep(10);
        }
        List<ProcessHandle> runtime = wrapper.descendants().toList();
        assertThat(runtime).singleElement().satisfies(p -> assertThat(p.isAlive()).isTrue());
        wrapper.destroyForcibly().waitFor();
        runtime.getFirst().onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRestoreThatFailsIsReported() throws Exception {
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        room.set("FAKE_STATUS", "3");
        assertThat(room.create("c1").status()).isEqualTo(1);
        assertThat(reason()).contains("cannot be restored from /images/m-1 (exit status 3)");
        assertThat(room.run.resolve("restored/c1")).doesNotExist();
    }

    @Test
    void aPodThatHasDepartedIsNeverCreatedAgain() throws Exception {
        WrapperRoom.say(room.run.resolve("departed/" + WrapperRoom.POD), "moved to n2 by m-1\n");
        room.ticket("solver", Map.of("state", "go", "image", "/images/m-1"));
        assertThat(room.create("c1").status()).isEqualTo(1);
        room.config("\"io.kubernetes.cri.sandbox-uid\":\"" + WrapperRoom.POD + "\"");
        assertThat(room.create("sandbox").status()).isEqualTo(1);
        assertThat(reason())
                .contains("has left this node and must not run here again: moved to n2 by m-1");
        assertThat(room.calls()).isEmpty();
    }

    @Test
    void theEndOfAWatchedContainerIsNotedBeforeItIsPassedOn() throws Exception {
        room.call(List.of("kill", "c1", "15"));
        assertThat(room.run.resolve("killed")).doesNotExist();
        WrapperRoom.say(room.run.resolve("watched/c1"), "");
        room.call(List.of("kill", "c1", "15"));
        assertThat(room.run.resolve("killed/c1")).hasContent("15");
        assertThat(room.calls()).hasSize(2);
        room.call(List.of("delete", "c1"));
        assertThat(room.run.resolve("killed/c1")).doesNotExist();
        assertThat(room.run.resolve("watched/c1")).doesNotExist();
    }

    @Test
    void passingOnCostsAtMostTwoMilliseconds() throws Exception {
        room.set("PODFERRY_RUNC", "/bin/true");
        Path wrapper = folder.resolve("bin/podferry-runtime");
        List<String> create = List.of("create", "--bundle", room.bundle.toString(), "c1");
        String loop = "for i in $(seq 200); do \"$@\"; done";
        double direct = seconds(loop, List.of("/bin/true"), create);
        double through = seconds(loop, List.of(wrapper.toString()), create);
        assertThat((through - direct) / 200 * 1000).as("milliseconds more").isLessThan(2);
    }

    private double seconds(String loop, List<String> program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("bash", "-c", loop, "loop"));
        command.addAll(program);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PODFERRY_RUN", room.run.toString());
        builder.environment().put("PODFERRY_RUNC", "/bin/true");
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long begin = System.nanoTime();
            assertThat(builder.start().waitFor()).isZero();
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return best;
    }
}
