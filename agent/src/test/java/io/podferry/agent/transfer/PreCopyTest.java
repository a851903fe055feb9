package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of this very program's memory: a process whose memory changes all the time. */
class PreCopyTest {
    private static final int SELF = Math.toIntExact(ProcessHandle.current().pid());

    @TempDir Path scratch;
    private TwoAgents agents;

    @BeforeEach
    void start() throws Exception {
        agents = new TwoAgents(scratch);
        agents.expect(1L << 30);
    }

    @AfterEach
    void stop() throws Exception {
        agents.close();
    }

    private Path image(String name) {
        return new CheckpointFolder(agents.folder).images("main").resolve(name);
    }

    private long copy(CopiedAhead ahead, int blocks) throws Exception {
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            AtomicInteger left = new AtomicInteger(blocks);
            long bytes =
                    new PreCopy("main", sender, ahead)
                            .run(List.of(SELF), SELF, () -> left.getAndDecrement() > 0);
            sender.finish(Duration.ofSeconds(10));
            return bytes;
        }
    }

    @Test
    void theFirstRoundIsTheParentOfTheSecond() throws Exception {
        CopiedAhead ahead = new CopiedAhead();
        long bytes = copy(ahead, 100);
        Path first = image("parent/parent/pages-" + SELF + ".img");
        assertThat(bytes).isEqualTo(Files.size(first)).isPositive();
        assertThat(image("parent/parent/pagemap-" + SELF + ".img")).exists();
        assertThat(image("parent/pagemap-" + SELF + ".img")).exists();
        assertThat(image("parent/pages-" + SELF + ".img")).doesNotExist();
        assertThat(ahead.processes()).containsExactly(SELF);
        Blocks held = ahead.of(SELF);
        assertThat(held).isNotNull();
        long total = 0;
        for (int i = 0; i < held.size(); i++) {
            total += held.bytes(i);
        }
        assertThat(total).isEqualTo(bytes);
        Verification.verify(new CheckpointFolder(agents.folder));
    }

    @Test
    void withoutTimeNothingIsCopied() throws Exception {
        CopiedAhead ahead = new CopiedAhead();
        assertThat(copy(ahead, 0)).isZero();
        assertThat(image("parent")).doesNotExist();
    }

    @Test
    void processesThatHaveEndedAreLeftOut() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        try (ImageSender sender = agents.open("source", TwoAgents.ticket())) {
            PreCopy copy = new PreCopy("main", sender, new CopiedAhead());
            int pid = Math.toIntExact(ended.pid());
            assertThat(copy.run(List.of(pid), SELF, () -> true)).isZero();
            assertThatThrownBy(() -> copy.run(List.of(pid), pid, () -> true))
                    .hasMessageContaining("/proc/" + pid);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parent/parent/parent/pages-1.img",
                "parent/../pages-1.img",
                "parent/inventory.img",
                "parent//pages-1.img",
                "parent/pages-1.img/x",
                "/parent/pages-1.img"
            })
    void otherFoldersAreRefused(String name) {
        assertThat(ImageNames.parent(name) || ImageNames.image(name)).isFalse();
    }
}
