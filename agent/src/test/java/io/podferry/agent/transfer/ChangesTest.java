package io.podferry.agent.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was copied ahead is shipped again exactly where it has changed. */
class ChangesTest {
    private static final int PAGE = FakeCriu.PAGE;
    private static final int BLOCK = Blocks.WINDOW / PAGE;
    private static final int PROCESS = 7;
    private static final long START = 0x7f00_0000_0000L;

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

    /** Memory of a process as it was copied ahead, from {@link #START}. */
    private static CopiedAhead copied(byte[] memory) {
        CopiedAhead ahead = new CopiedAhead();
        Blocks blocks = new Blocks();
        BlockTag.Maker tags = ahead.tags(PROCESS);
        for (int at = 0; at < memory.length; at += Blocks.WINDOW) {
            int length = Math.min(Blocks.WINDOW, memory.length - at);
            byte[] contents = Arrays.copyOfRange(memory, at, at + length);
            blocks.add(START + at, length, tags.of(START + at, contents, length));
        }
        ahead.put(PROCESS, blocks);
        return ahead;
    }

    private static byte[] random(int pages) {
        byte[] bytes = new byte[pages * PAGE];
        new Random(pages).nextBytes(bytes);
        return bytes;
    }

    /** Runs of a pagemap as "first page + pages, P for parent or D for data". */
    private static List<String> runs(Path pagemap) throws Exception {
        ByteBuffer image =
                ByteBuffer.wrap(Files.readAllBytes(pagemap)).order(ByteOrder.LITTLE_ENDIAN);
        image.position(2 * Integer.BYTES);
        image.position(image.getInt() + image.position());
        List<String> runs = new ArrayList<>();
        while (image.hasRemaining()) {
            int end = image.getInt() + image.position();
            long[] fields = new long[6];
            while (image.position() < end) {
                int number = (int) varint(image) >> 3;
                fields[number] = varint(image);
            }
            assertThat(fields[2]).isEqualTo(fields[5]);
            runs.add(
                    "%d+%d%s"
                            .formatted(
                                    (fields[1] - START) / PAGE,
                                    fields[5],
                                    fields[4] == PageCommand.PARENT ? "P" : "D"));
        }
        return runs;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Dumps the memory in runs of the given numbers of pages. */
    private void dump(CopiedAhead ahead, byte[] memory, int... runs) throws Exception {
        agents.expect(64L << 20);
        try (ImageSender sender = agents.open("source", TwoAgents.ticket());
                PageServer pages = new PageServer("main", sender, ahead)) {
            pages.start();
            try (FakeCriu criu = new FakeCriu(pages.address(), PageCommand.Layout.PAGES_64)) {
                criu.open(PROCESS);
                int at = 0;
                for (int run : runs) {
                    criu.add(PROCESS, START + at, Arrays.copyOfRange(memory, at, at + run * PAGE));
                    at += run * PAGE;
                }
                assertThat(at).isEqualTo(memory.length);
                criu.end();
            }
            sender.finish(Duration.ofSeconds(10));
        }
    }

    private Path image(String name) {
        return new CheckpointFolder(agents.folder).images("main").resolve(name);
    }

    @ParameterizedTest(name = "page {0} changed, dumped in runs of {1}: {2}")
    @CsvSource({
        "-1, 48,       0+48P",
        "-1, 5 11 32,  0+48P",
        "-1, 20 20 8,  0+48P",
        " 0, 48,       0+16D 16+32P",
        "17, 48,       0+16P 16+16D 32+16P",
        "17, 1 46 1,   0+16P 16+16D 32+16P",
        "47, 48,       0+32P 32+16D",
    })
    void onlyBlocksThatChangedAreShippedAgain(int changed, String cut, String expected)
            throws Exception {
        byte[] memory = random(3 * BLOCK);
        CopiedAhead ahead = copied(memory);
        ByteArrayOutputStream shipped = new ByteArrayOutputStream();
        if (changed >= 0) {
            memory[changed * PAGE + 5]++;
            shipped.write(memory, changed / BLOCK * Blocks.WINDOW, Blocks.WINDOW);
        }
        dump(ahead, memory, Arrays.stream(cut.split(" ")).mapToInt(Integer::parseInt).toArray());
        assertThat(runs(image("pagemap-7.img"))).containsExactly(expected.split(" "));
        assertThat(Files.readAllBytes(image("pages-65537.img"))).isEqualTo(shipped.toByteArray());
    }

    @Test
    void whatGrewIsShippedAndTheBlockItGrewFromWithIt() throws Exception {
        byte[] memory = random(3 * BLOCK);
        dump(copied(Arrays.copyOf(memory, (BLOCK + 3) * PAGE)), memory, 3 * BLOCK);
        assertThat(runs(image("pagemap-7.img"))).containsExactly("0+16P", "16+32D");
    }

    @Test
    void memoryThatMovedIsNotTakenForTheOld() throws Exception {
        byte[] memory = random(2 * BLOCK);
        CopiedAhead ahead = copied(memory);
        byte[] swapped = new byte[memory.length];
        System.arraycopy(memory, 0, swapped, Blocks.WINDOW, Blocks.WINDOW);
        System.arraycopy(memory, Blocks.WINDOW, swapped, 0, Blocks.WINDOW);
        dump(ahead, swapped, 2 * BLOCK);
        assertThat(runs(image("pagemap-7.img"))).containsExactly("0+32D");
        assertThat(Files.readAllBytes(image("pages-65537.img"))).isEqualTo(swapped);
    }
}
