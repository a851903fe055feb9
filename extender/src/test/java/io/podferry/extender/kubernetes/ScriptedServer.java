package io.podferry.extender.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers in the order that a test says; an exhausted script waits. */
final class ScriptedServer implements ApiTransport {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();

    private record Answer(int status, InputStream body) implements ApiResponse {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    ScriptedServer then(int status, String body) {
        script.add(
                new Answer(
                        status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** A watch that stays open; what is written to the stream arrives as it is written. */
    PipedOutputStream thenOpenWatch() {
        try {
            PipedOutputStream out = new PipedOutputStream();
            script.add(new Answer(200, new PipedInputStream(out, 1 << 16)));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ApiResponse get(String pathAndQuery, Duration silence) throws IOException {
        asked.add(pathAndQuery);
        try {
            return script.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
