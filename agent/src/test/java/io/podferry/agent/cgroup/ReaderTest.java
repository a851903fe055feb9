package io.podferry.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderTest {
    @TempDir private Path folder;

    private static final Map<String, String> VERSION_1 =
            Map.of(
                    "memory.usage_in_bytes", "1000000\n",
                    "memory.limit_in_bytes", "4000000\n",
                    "memory.kmem.usage_in_bytes", "5000\n",
                    "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
                    "memory.stat",
                            "cache 1\n"
                                    + "rss 2\n"
                                    + "shmem 3\n"
                                    + "inactive_file 4\n"
                                    + "total_cache 400000\n"
                                    + "total_rss 500000\n"
                                    + "total_rss_huge 9\n"
                                    + "total_shmem 100000\n"
                                    + "total_inactive_file 250000\n");

    private static final Map<String, String> VERSION_2 =
            Map.of(
                    "memory.current", "1000000\n",
                    "memory.max", "4000000\n",
                    "memory.events", "low 0\nhigh 0\nmax 7\noom 4\noom_kill 3\noom_group_kill 0\n",
                    "memory.pressure",
                            "some avg10=12.34 avg60=0.00 avg300=0.00 total=1\n"
                                    + "full avg10=1.00 avg60=0.00 avg300=0.00 total=1\n",
                    "memory.stat",
                            "anon 500000\n"
                                    + "file 400000\n"
                                    + "kernel 5000\n"
                                    + "kernel_stack 1\n"
                                    + "shmem 100000\n"
                                    + "inactive_anon 9\n"
                                    + "inactive_file 250000\n");

    private void write(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void version1() throws IOException {
        write(VERSION_1);
        try (CgroupReader reader = new ReaderV1(folder)) {
            assertThat(reader.read())
                    .isEqualTo(
                            new MemoryReading(
                                    1_000_000,
                                    500_000,
                                    100_000,
                                    400_000,
                                    5_000L,
                                    750_000,
                                    4_000_000L,
                                    3,
                                    null));
        }
    }

    @Test
    void version2() throws IOException {
        write(VERSION_2);
        try (CgroupReader reader = new ReaderV2(folder)) {
            assertThat(reader.read())
                    .isEqualTo(
                            new MemoryReading(
                                    1_000_000,
                                    500_000,
                                    100_000,
                                    400_000,
                                    5_000L,
                                    750_000,
                                    4_000_000L,
                                    3,
                                    12.34));
        }
    }

    @Test
    void noLimitIsAbsentAndNotLarge() throws IOException {
        write(VERSION_1);
        write(VERSION_2);
        Files.writeString(folder.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
        Files.writeString(folder.resolve("memory.max"), "max\n");
        try (CgroupReader one = new ReaderV1(folder);
                CgroupReader two = new ReaderV2(folder)) {
            assertThat(one.read().limitBytes()).isNull();
            assertThat(two.read().limitBytes()).isNull();
        }
    }

    @Test
    void aLaterReadingSeesLaterNumbersAlsoShorterOnes() throws IOException {
        write(VERSION_1);
        try (CgroupReader reader = new ReaderV1(folder)) {
            assertThat(reader.read().usageBytes()).isEqualTo(1_000_000);
            Files.writeString(folder.resolve("memory.usage_in_bytes"), "42\n");
            assertThat(reader.read().usageBytes()).isEqualTo(42);
        }
    }

    @Test
    void pageCacheThatCanBeDroppedIsNotPressure() {
        MemoryReading reading = new MemoryReading(1_000, 300, 100, 600, null, 900, null, 0, null);
        assertThat(reading.unreclaimableBytes()).isEqualTo(500);
    }
}
