package io.podferry.simulations.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {
    private static final String GENERIC = "pod,class,time_seconds,memory_bytes\n";

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "generic       | a.csv  |"
                    + " pod,class,time_seconds,memory_bytes,limit_bytes#w-1,w,0,1000000,2000000#w-1,w,10,1500000,2000000"
                    + " | w-1 | w | 10000 | 1500000",
                "series json   | a.json |"
                    + " [{\"Name\":\"job-2xs2w-c7hh4\",\"Memory\":[null,1000000,1500000],\"Time\":[0,60000,120000]}]"
                    + " | job-2xs2w-c7hh4 | job | 60000 | 1500000",
                "wide csv      | a.csv  | \"Date\",\"w-jbmbp-qsjc6 worker (x:y) [B]\"#\"2022-05-11"
                    + " 08:00:00\",1000000.5#\"2022-05-11 08:02:00\",1500000 | w-jbmbp-qsjc6 | w |"
                    + " 120000 | 1500000",
                "pod metrics   | a.csv  | Time,TimeStamp,PodName,MemoryUsage(Mi)#2022-08-22"
                    + " 03:51:19.6 +0000 UTC m=+0.1,1,ads-5f6585d649-fnmft,1#2022-08-22 03:52:19.5"
                    + " +0000 UTC m=+60.1,2,ads-5f6585d649-fnmft,2 | ads-5f6585d649-fnmft | ads |"
                    + " 60000 | 2097152",
                "bitbrains     | 7.csv  | Timestamp [ms];CPU cores;Memory capacity provisioned"
                    + " [KB];Memory usage [KB]#1376314846;1;4096;1000#1376315146;1;4096;2000 | vm-7"
                    + " | vm | 300000 | 2048000",
                "google csv    | a.csv  |"
                    + " start_time,collection_id,instance_index,average_usage.memory#0,77,3,0.25#300000000,77,3,0.5"
                    + " | 77-3 | 77 | 300000 | 34359738368",
                "google lines  | a.json |"
                    + " {\"start_time\":\"0\",\"collection_id\":\"77\",\"instance_index\":\"3\",\"average_usage\":{\"cpus\":1,\"memory\":0.25}}#{\"start_time\":\"300000000\",\"collection_id\":\"77\",\"instance_index\":\"3\",\"average_usage\":{\"memory\":0.5}}"
                    + " | 77-3 | 77 | 300000 | 34359738368",
                "alibaba       | a.csv  | c_1,m_2,10,5,25,,,,,,#c_1,m_2,20,5,50,,,,,, | c_1 |"
                        + " container | 10000 | 34359738368",
                "prometheus    | a.json |"
                    + " {\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"pod\":\"db-0\"},\"values\":[[1435781430.781,\"1000000\"],[1435781445.781,\"1500000\"]]}]}}"
                    + " | db-0 | db | 15000 | 1500000",
            })
    void everyDialectIsRecognisedAndRead(
            String name,
            String file,
            String content,
            String pod,
            String workloadClass,
            long secondAtMillis,
            double secondBytes)
            throws IOException {
        TraceSet set = read(file, content.replace('#', '\n'));

        PodTrace trace = set.pods().getFirst();
        assertThat(trace.name()).isEqualTo(pod);
        assertThat(trace.workloadClass()).isEqualTo(workloadClass);
        assertThat((long) trace.time(1) * PodTrace.MILLIS_PER_UNIT).isEqualTo(secondAtMillis);
        assertThat((double) trace.bytes(1))
                .isCloseTo(secondBytes, org.assertj.core.data.Percentage.withPercentage(1e-4));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "empty file        | '' | is empty",
                "no sample         | pod,class,time_seconds,memory_bytes | holds no memory sample",
                "unknown           | hello,world | not a known trace format",
                "truncated row     | pod,class,time_seconds,memory_bytes#a,b,0,5000000#a,b,10 |"
                        + " a.csv:3:5: only 3 fields where 4 are needed",
                "a unit            | pod,class,time_seconds,memory_bytes#a,b,0,5Mi | a.csv:2:7: not"
                        + " a number: '5Mi'",
                "mixed units       | pod,class,time_seconds,memory_bytes#a,b,0,5000000#c,b,10,201.2"
                        + " | a.csv:3:8: memory of pod 'c' is 201.2 bytes, less than one page",
                "negative          | pod,class,time_seconds,memory_bytes#a,b,0,-5 | a.csv:2:7:"
                        + " memory of pod 'a' is -5.0 bytes, not a size",
                "not finite        | pod,class,time_seconds,memory_bytes#a,b,0,NaN | not a size",
                "unsorted          |"
                        + " pod,class,time_seconds,memory_bytes#a,b,20,5000000#a,b,10,5000000 |"
                        + " a.csv:3:8: time of pod 'a' goes back from 20000 ms to 10000 ms",
                "contradiction     |"
                    + " pod,class,time_seconds,memory_bytes#a,b,20,5000000#a,b,20,6000000 | has two"
                    + " values for 20000 ms",
                "nameless          | pod,class,time_seconds,memory_bytes#,b,20,5000000 | a.csv:2:1:"
                        + " the name of the pod is missing",
                "open quote        | pod,class,time_seconds,memory_bytes#\"a,b,20,5000000 |"
                        + " a.csv:2:1: a quoted field does not end",
                "cut off json      | [{\"Name\":\"a\",\"Memory\":[1000000 | Maybe the file is"
                        + " truncated",
                "uneven json       | [{\"Name\":\"a\",\"Memory\":[1000000],\"Time\":[1,2]}] | pod"
                        + " 'a' has 1 values but 2 times",
                "failed query      | {\"status\":\"error\",\"data\":{}} | the query answered"
                        + " 'error'",
                "instant query     |"
                    + " {\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"
                    + " | Maybe ask with query_range",
            })
    void badInputNamesPlaceAndRemedy(String name, String content, String message) {
        assertThatThrownBy(() -> read("a.csv", content.replace('#', '\n')))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void binaryIsNotText() throws IOException {
        Path file = folder.resolve("a.csv");
        Files.write(file, new byte[] {1, 2, 0, 4, 5});

        assertThatThrownBy(() -> new TraceReader(TraceOptions.DEFAULT).read(file))
                .hasMessageContaining("is binary");
    }

    @Test
    void aPathThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> new TraceReader(TraceOptions.DEFAULT).read(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such file or folder");
        assertThatThrownBy(() -> new TraceReader(TraceOptions.DEFAULT).read(folder))
                .hasMessageContaining("the folder holds no trace");
    }

    @Test
    void repeatedSamplesAreLeftOutAndGapsEndAPod() throws IOException {
        StringBuilder rows = new StringBuilder(GENERIC);
        for (int i = 0; i < 10; i++) {
            rows.append("a,b,").append(i * 10).append(",5000000\n");
        }
        rows.append("a,b,90,5000000\n").append("a,b,7200,6000000\n");

        TraceSet set = read("a.csv", rows.toString());

        assertThat(set.notes())
                .containsExactly(
                        "1 repeated samples were left out",
                        "1 gaps were taken as the end of a pod and the start of another");
        assertThat(set.pods()).extracting(PodTrace::name).containsExactly("a", "a~2");
    }

    @Test
    void hugeSetsAreThinnedToTheirPeaks() {
        TraceSink sink = new TraceSink(1000);
        Place place = new Place(folder, 1, 1);
        double highest = 0;
        for (int i = 0; i < 20_000; i++) {
            double bytes = 1e6 * (5 + Math.sin(i / 300.0)) + (i == 7777 ? 9e6 : 0);
            highest = Math.max(highest, bytes);
            sink.sample(place, "a", "a", i * 1000L, bytes);
            sink.sample(place, "b", "b", i * 1000L, 1e6 + 100 * i);
        }

        TraceSet set = sink.finish(folder);

        assertThat(set.points()).isBetween(100L, 1004L);
        assertThat(set.pods().getFirst().peakBytes()).isCloseTo(highest, within(1.0));
        assertThat(set.pods().getLast().bytesAt(10_000_000)).isCloseTo(2e6, within(2e4));
        assertThat(set.notes().getFirst()).startsWith("40000 samples are more than memory holds");
    }

    @Test
    void compressedFilesAreRead() throws IOException {
        Path file = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((GENERIC + "a,b,0,5000000\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new TraceReader(TraceOptions.DEFAULT).read(file).pods()).hasSize(1);
    }

    @Test
    void theDialectCanBeNamed() {
        TraceOptions wrong =
                new TraceOptions(Optional.of(Dialect.BITBRAINS), DataSize.ofGibibytes(1));

        assertThatThrownBy(() -> read(wrong, "a.csv", GENERIC + "a,b,0,5000000\n"))
                .hasMessageContaining("no column 'Timestamp'");
    }

    private TraceSet read(String name, String content) throws IOException {
        return read(TraceOptions.DEFAULT, name, content);
    }

    private TraceSet read(TraceOptions options, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content);
        return new TraceReader(options).read(file);
    }
}
