package io.podferry.simulations.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The costs of trials in a file, one line each, so that an interrupted search goes on: the search
 * asks the same questions in the same order again and finds the answers here. A line that was cut
 * off in the middle is asked anew. Not thread-safe.
 */
public final class Trials {
    private static final String HEAD = "# trials of podferry policy tune on ";

    private final @Nullable Path file;
    private final Map<String, Double> known = new HashMap<>();

    private Trials(@Nullable Path file) {
        this.file = file;
    }

    /** Keeps nothing. */
    public static Trials none() {
        return new Trials(null);
    }

    /**
     * Keeps trials in a file, which may be there already.
     *
     * @param scenario what the trials are played on, and by which build of the program
     * @throws IllegalArgumentException when the file holds trials on something else
     */
    public static Trials in(Path file, String scenario) throws IOException {
        Trials trials = new Trials(file);
        String head = HEAD + scenario;
        if (!Files.exists(file)) {
            Files.writeString(file, head + "\n");
            return trials;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().equals(head)) {
            throw new IllegalArgumentException(
                    "%s holds trials on something else, or of another build of the program. Maybe use another file?"
                            .formatted(file));
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[2].equals(".")) {
                trials.known.put(words[0], Double.parseDouble(words[1]));
            }
        }
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        return trials;
    }

    /** Number of trials known already. */
    public int size() {
        return known.size();
    }

    OptionalDouble find(double[] places) {
        Double cost = known.get(key(places));
        return cost == null ? OptionalDouble.empty() : OptionalDouble.of(cost);
    }

    void keep(double[] places, double cost) {
        known.put(key(places), cost);
        if (file != null) {
            try {
                Files.writeString(
                        file,
                        key(places) + " " + cost + " .\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    private static String key(double[] places) {
        return Arrays.toString(places).replace(" ", "");
    }
}
