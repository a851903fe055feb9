package io.podferry.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runc wrote about a failure. */
public final class RuncLog {
    private static final Pattern MESSAGE =
            Pattern.compile("level=(?:error|fatal) msg=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private RuncLog() {}

    /** The last error in a log, for people. */
    public static String lastError(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "runc said nothing";
        }
        String last = "";
        for (String line : Files.readAllLines(log)) {
            Matcher message = MESSAGE.matcher(line);
            if (message.find()) {
                last = message.group(1).replace("\\\"", "\"").replace("\\n", "; ");
            }
        }
        return last.isEmpty() ? "runc said nothing" : last;
    }
}
