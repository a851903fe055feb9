package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShipmentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long QUOTA = 64L << 20;

    @TempDir Path scratch;
    private TwoAgents agents;

    @BeforeEach
    void start() throws Exception {
        agents = new TwoAgents(scratch);
    }

    @AfterEach
    void stop() throws Exception {
        agents.close();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(PageCommand.Layout.class)
    void pagesArriveWhereCriuWouldHaveWrittenThem(PageCommand.Layout layout) throws Exception {
        agents.expect(QUOTA);
        byte[] large = random(700 * FakeCriu.PAGE, 1);
        byte[] small = random(FakeCriu.PAGE, 2);
        byte[] zeros = new byte[300 * FakeCriu.PAGE];
        try (ImageSender sender = agents.open("source", TwoAgents.ticket());
                PageServer pages = new PageServer("main", sender, new CopiedAhead())) {
            pages.start();
            try (FakeCriu criu = new FakeCriu(pages.address(), layout)) {
                assertThat(criu.open(7)).isFalse();
                criu.add(7, 0x400000, large);
                criu.add(7, 0x900000, small);
                assertThat(criu.open(8)).isFalse();
                criu.add(8, 0x10000, zeros);
                assertThat(criu.end()).isZero();
            }
            ManifestSummary summary = sender.finish(PATIENCE);
            assertThat(summary.imageBytes())
                    .isGreaterThan(large.length + small.length + zeros.length);
            assertThat(summary.wireBytes()).isLessThan(large.length + small.length + 100_000);
            assertThat(agents.receiver.received(TwoAgents.MIGRATION)).isEqualTo(summary.rootHash());
        }
        Path images = new CheckpointFolder(agents.folder).images("main");
        byte[] first = Files.readAllBytes(images.resolve("pages-65537.img"));
        assertThat(first).hasSize(large.length + small.length).startsWith(large).endsWith(small);
        assertThat(Files.readAllBytes(images.resolve("pages-65538.img"))).isEqualTo(zeros);
        assertThat(images.resolve("pagemap-7.img")).exists();
        assertThat(images.resolve("pagemap-8.img")).exists();
        Verification.verify(new CheckpointFolder(agents.folder));
    }

    @Test
    void connectionOfCriuThatBreaksFailsTheShipment() throws Exception {
        agents.expect(QUOTA);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket());
                PageServer pages = new PageServer("main", sender, new CopiedAhead())) {
            pages.start();
            try (FakeCriu criu = new FakeCriu(pages.address(), PageCommand.Layout.PAGES_64)) {
                criu.open(7);
                criu.add(7, 0x400000, random(FakeCriu.PAGE, 1));
            }
            assertThatThrownBy(() -> sender.finish(PATIENCE))
                    .hasMessageContaining("before the dump was complete");
        }
        assertThat(new CheckpointFolder(agents.folder).manifest()).isEmpty();
    }
}
