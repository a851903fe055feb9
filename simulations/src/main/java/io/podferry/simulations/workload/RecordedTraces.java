package io.podferry.simulations.workload;

import io.podferry.simulations.trace.TraceOptions;
import io.podferry.simulations.trace.TraceReader;
import io.podferry.simulations.trace.TraceSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Traces of real programs that come with the project, as {@code podferry record} wrote them. */
public final class RecordedTraces {
    private static final String RESOURCE = "recorded.csv.gz";

    private RecordedTraces() {}

    public static TraceSet load() throws IOException {
        try (InputStream in = RecordedTraces.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("the recorded traces are missing: " + RESOURCE);
            }
            Path copy = Files.createTempFile("podferry-recorded", ".csv.gz");
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                TraceSet set = new TraceReader(TraceOptions.DEFAULT).read(copy);
                return new TraceSet("recorded", set.stepMillis(), set.pods(), set.notes());
            } finally {
                Files.delete(copy);
            }
        }
    }
}
