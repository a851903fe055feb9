package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExtenderTlsTest {
    private static final String FILTER =
            "{\"Pod\":{\"metadata\":{\"name\":\"x\"}},\"NodeNames\":[\"a\"]}";

    @TempDir private Path folder;
    private Certificates authority;
    private TlsFiles files;

    @BeforeEach
    void certificates() throws Exception {
        authority = new Certificates("good");
        files = authority.files(folder, authority.identity("extender"));
    }

    private ExtenderServer start() {
        return ExtenderServer.start(
                ExtenderConfig.DEFAULT.withPort(0).withTls(files),
                new FixedAdvisor(),
                new ExtenderMetrics(new CollectorRegistry()));
    }

    private static HttpResponse<String> send(
            ExtenderServer server, SSLContext context, String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(FILTER))
                        .build();
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void whoShowsACertificateOfTheAuthorityMayAskAndProbesNeedNone() throws Exception {
        try (ExtenderServer server = start()) {
            SSLContext scheduler = authority.client(authority.identity("scheduler"));
            assertThat(send(server, scheduler, "POST", "/filter").body()).contains("\"a\"");
            SSLContext nobody = authority.client();
            assertThat(send(server, nobody, "GET", "/healthz").statusCode()).isEqualTo(200);
            assertThat(send(server, nobody, "GET", "/readyz").statusCode()).isEqualTo(200);
            for (String path : new String[] {"/filter", "/prioritize", "/preempt"}) {
                assertThat(send(server, nobody, "POST", path).statusCode()).isEqualTo(401);
            }
            assertThat(send(server, nobody, "GET", "/reservations").statusCode()).isEqualTo(401);
            assertThat(send(server, nobody, "GET", "/explain?pod=a/b").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        try (ExtenderServer server = start()) {
            SSLContext stranger = authority.client(new Certificates("bad").identity("scheduler"));
            assertThatThrownBy(
                            () -> {
                                HttpResponse<String> answer =
                                        send(server, stranger, "POST", "/filter");
                                // A client may leave out a certificate that is not asked for.
                                if (answer.statusCode() == 401) {
                                    throw new IOException("401");
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void renewedFilesAreUsedWithoutARestartAndBrokenOnesAreNot() throws Exception {
        try (ExtenderServer server = start()) {
            Certificates next = new Certificates("next");
            Files.writeString(files.certificate(), "broken");
            Thread.sleep(100);
            SSLContext old = authority.client(authority.identity("scheduler"));
            assertThat(send(server, old, "POST", "/filter").statusCode()).isEqualTo(200);
            next.files(folder, next.identity("extender"));
            SSLContext renewed = next.client(next.identity("scheduler"));
            HttpResponse<String> answer = null;
            while (answer == null) {
                try {
                    answer = send(server, renewed, "POST", "/filter");
                } catch (IOException e) {
                    Thread.sleep(10);
                }
            }
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefusedAtTheStart() throws Exception {
        Certificates.pem(files.key(), authority.identity("another").key());
        assertThatThrownBy(this::start).hasMessageContaining("does not belong to the certificate");
        authority.files(folder, authority.identity("extender", Duration.ofSeconds(-5)));
        assertThatThrownBy(this::start).hasMessageContaining("the certificates cannot be used");
        Files.writeString(files.clientCa(), "");
        authority.identity("x");
        Files.delete(files.key());
        assertThatThrownBy(this::start).hasMessageContaining("tls.key");
    }

    @Test
    void plainHttpBeyondThisMachineMustBeSaidToBeTrusted() {
        assertThatThrownBy(() ->
                        new ExtenderConfig(
                                "0.0.0.0",
                                1,
                                ExtenderConfig.DEFAULT.largestBody(),
                                java.util.Optional.empty(),
                                false,
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "plain HTTP on 0.0.0.0 would let anybody steer the scheduler");
        assertThat(ExtenderConfig.DEFAULT.plainOn("0.0.0.0").host()).isEqualTo("0.0.0.0");
    }
}
