package io.podferry.extender.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server that lists many pods, each the same one of usual size (7 KB) under another name, in
 * pages as they are asked for. Watches stay open and silent. Thread-safe.
 */
public final class ManyPods implements AutoCloseable {
    /** More than this have no names of their own. */
    public static final int MOST = 1_000_000;

    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");
    private static final String NUMBER = "@@@@@@";
    private static final int BUFFER = 256 << 10;

    private final HttpServer server;
    private final int pods;
    private final byte[] pod;

    /** Starts to listen on this machine's loopback address. */
    public ManyPods(int pods) throws IOException {
        this.pods = pods;
        this.pod = read();
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/pods", this::answer);
        server.start();
    }

    /** The server's URL. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes of one pod. */
    public int podBytes() {
        return pod.length;
    }

    private static byte[] read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ManyPods.class.getResourceAsStream("pod.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(200, 0);
        if (query.contains("watch=true")) {
            return;
        }
        int limit = Math.max(1, number(LIMIT, query, pods));
        int from = number(CONTINUE, query, 0);
        int to = Math.min(pods, from + limit);
        try (OutputStream out =
                new java.io.BufferedOutputStream(exchange.getResponseBody(), BUFFER)) {
            String next = to < pods ? String.valueOf(to) : "";
            write(
                    out,
                    "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"%s\"},\"items\":["
                            .formatted(next));
            byte[] copy = pod.clone();
            for (int i = from; i < to; i++) {
                if (i > from) {
                    out.write(',');
                }
                number(copy, i);
                out.write(copy);
            }
            write(out, "]}");
        }
    }

    private static int number(Pattern pattern, String query, int otherwise) {
        Matcher matcher = pattern.matcher(query);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the number in place of every mark. */
    private void number(byte[] copy, int number) {
        byte[] digits = "%06d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + NUMBER.length() <= pod.length; i++) {
            if (pod[i] == '@' && pod[i + NUMBER.length() - 1] == '@') {
                System.arraycopy(digits, 0, copy, i, digits.length);
                i += NUMBER.length() - 1;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
