package io.podferry.extender.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** The transport of the Kubernetes client library. Thread-safe. */
public final class ClientTransport implements ApiWriter {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ApiClient client;
    private final OkHttpClient http;

    private ClientTransport(ApiClient client) {
        this.client = client;
        this.http = client.getHttpClient().newBuilder().connectTimeout(CONNECT).build();
    }

    /** The cluster of a kubeconfig file. */
    public static ClientTransport of(Path kubeconfig) throws IOException {
        try (Reader reader = Files.newBufferedReader(kubeconfig)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setFile(kubeconfig.toFile());
            return new ClientTransport(ClientBuilder.kubeconfig(config).build());
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s is no kubeconfig that can be used: %s"
                            .formatted(kubeconfig, e.getMessage()),
                    e);
        }
    }

    /** The cluster that this process runs in, as its service account. */
    public static ClientTransport inCluster() throws IOException {
        return new ClientTransport(ClientBuilder.cluster().build());
    }

    @Override
    public ApiResponse get(String pathAndQuery, Duration silence) throws IOException {
        return exchange("GET", pathAndQuery, null, headers(), silence);
    }

    @Override
    public ApiResponse send(Change change, Duration silence) throws IOException {
        Map<String, String> headers = headers();
        headers.put("Content-Type", change.mediaType());
        return exchange(
                change.method().name(), change.pathAndQuery(), change.body(), headers, silence);
    }

    private static Map<String, String> headers() {
        return new HashMap<>(Map.of("Accept", "application/json"));
    }

    private ApiResponse exchange(
            String method,
            String pathAndQuery,
            byte @Nullable [] body,
            Map<String, String> headers,
            Duration silence)
            throws IOException {
        try {
            Request request =
                    client.buildRequest(
                            client.getBasePath(),
                            pathAndQuery,
                            method,
                            List.of(),
                            List.of(),
                            body,
                            headers,
                            Map.of(),
                            Map.of(),
                            new String[] {"BearerToken"},
                            null);
            OkHttpClient patient =
                    http.newBuilder().readTimeout(silence).callTimeout(Duration.ZERO).build();
            return new Answer(patient.newCall(request).execute());
        } catch (ApiException e) {
            throw new IOException(
                    "cannot ask for %s: %s".formatted(pathAndQuery, e.getMessage()), e);
        }
    }

    /**
     * An answer of the library.
     *
     * @param response owns the connection
     */
    private record Answer(Response response) implements ApiResponse {
        @Override
        public int status() {
            return response.code();
        }

        @Override
        public InputStream body() {
            ResponseBody body = response.body();
            return body == null ? InputStream.nullInputStream() : body.byteStream();
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
