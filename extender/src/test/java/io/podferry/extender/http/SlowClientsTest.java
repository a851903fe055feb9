package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.units.DataSize;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlowClientsTest {
    private static final String BODY =
            "{\"Pod\":{\"metadata\":{\"name\":\"x\"}},\"NodeNames\":[\"a\"]}";

    private final FixedAdvisor advisor = new FixedAdvisor();
    private final HttpClient client = HttpClient.newHttpClient();
    private ExtenderServer server;

    @BeforeEach
    void start() {
        server =
                ExtenderServer.start(
                        ExtenderConfig.DEFAULT
                                .withPort(0)
                                .withLargestBody(DataSize.ofMebibytes(1))
                                .withBodyTime(Duration.ofMillis(400)),
                        advisor,
                        new ExtenderMetrics(new CollectorRegistry()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/filter"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build();
    }

    private Socket half(int announced, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream()
                .write(
                        ("POST /filter HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: "
                                        + announced
                                        + "\r\n\r\n"
                                        + body)
                                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void clientsThatStopInTheMiddleDoNotDelayOthers() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(half(500, "{\"Pod\":"));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(request(), BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatTricklesIsCutOffWithAReason() throws Exception {
        try (Socket socket = half(500, "{")) {
            CompletableFuture<Void> trickle =
                    CompletableFuture.runAsync(() -> {
                        try {
                            for (int i = 0; i < 20; i++) {
                                Thread.sleep(50);
                                socket.getOutputStream().write(' ');
                            }
                        } catch (IOException | InterruptedException e) {
                            // The server has cut it off, which is what is tested.
                        }
                    });
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
            trickle.join();
        }
    }

    @Test
    void bodiesThatTogetherHoldTooMuchAreRefusedAndTheRoomIsGivenBack() throws Exception {
        try (Socket first = half(1 << 20, "{");
                Socket second = half(1 << 20, "{")) {
            HttpResponse<String> answer = client.send(request(), BodyHandlers.ofString());
            long end = System.nanoTime() + Duration.ofMillis(350).toNanos();
            while (System.nanoTime() < end && answer.statusCode() == 200) {
                answer = client.send(request(), BodyHandlers.ofString());
            }
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("more than 2Mi together");
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
        HttpResponse<String> after = client.send(request(), BodyHandlers.ofString());
        while (after.statusCode() != 200) {
            Thread.sleep(20);
            after = client.send(request(), BodyHandlers.ofString());
        }
        assertThat(after.body()).contains("\"a\"");
    }

    @Test
    void requestsUnderWayAreAnsweredBeforeTheServerStops() throws Exception {
        try (Socket socket = half(BODY.length(), BODY.substring(0, 10))) {
            Thread.sleep(100);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            Thread.sleep(50);
            socket.getOutputStream().write(BODY.substring(10).getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("Connection: close")
                    .contains("\"a\"");
            closing.join();
        }
    }
}
