package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.units.DataSize;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtenderServerTest {
    private static final String JSON = "application/json";
    private static final String ERROR_START =
            "{\"Nodes\":null,\"NodeNames\":null,\"FailedNodes\":{},"
                    + "\"FailedAndUnresolvableNodes\":{},\"Error\":\"";
    private static final FixedAdvisor ADVISOR = new FixedAdvisor();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ExtenderServer server;

    @BeforeAll
    static void start() {
        server =
                ExtenderServer.start(
                        new ExtenderConfig("127.0.0.1", 0, DataSize.ofBytes(64 * 1024)),
                        ADVISOR,
                        new ExtenderMetrics(new CollectorRegistry()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "/filter, filter-names-request, filter-names-answer",
        "/filter, filter-nodes-request, filter-nodes-answer",
        "/prioritize, filter-names-request, prioritize-answer",
    })
    void answersAsTheGoldenFilesSay(String path, String request, String answer) throws Exception {
        HttpResponse<String> response = post(path, golden(request), JSON);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(JSON));
        assertThat(response.body()).isEqualTo(golden(answer));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"pod":{"metadata":{"name":"x"}},"nodes":null,"nodenames":["a","n2"]} | "NodeNames":["a","n2"],"FailedNodes":{}
                    {"Pod":{},"NodeNames":["n2"]}                                       | "NodeNames":["n2"],"FailedNodes":{}
                    {"Pod":{},"NodeNames":[]}                                           | "NodeNames":[],"FailedNodes":{}
                    {"Pod":{},"NodeNames":["a","a"]}                                    | "NodeNames":["a","a"],"FailedNodes":{}
                    {"Pod":{"metadata":{"name":7,"labels":[1]}},"NodeNames":["n2"]}     | "NodeNames":["n2"],"FailedNodes":{}
                    {"Pod":{},"Nodes":{"items":null}}                                   | "Nodes":{"items":[]},"NodeNames":null
                    """)
    void aPodThatIsNoneOfOurBusinessPassesUnchanged(String request, String part) throws Exception {
        HttpResponse<String> response = post("/filter", request, JSON);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(part).contains("\"Error\":\"\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                                                    | the body is empty
                    {"Pod":{},"NodeNames":["a"                            | the body is not JSON
                    nonsense                                              | the body is not JSON
                    []                                                    | the body is no JSON object but ARRAY
                    {"NodeNames":["a"]}                                   | the request has no Pod
                    {"Pod":null,"NodeNames":["a"]}                        | the request has no Pod
                    {"Pod":{}}                                            | the request has neither NodeNames nor Nodes
                    {"Pod":{},"NodeNames":["a"],"Nodes":{"items":[]}}     | the request has both NodeNames and Nodes
                    {"Pod":{},"NodeNames":["a",null]}                     | NodeNames holds NULL where a node's name should be
                    {"Pod":{},"Nodes":{"items":[{}]}}                     | Nodes.items.metadata.name holds nothing
                    {"Pod":{"metadata":{"namespace":"lab","name":"broken"}},"NodeNames":["a"]} | internal error of the extender
                    """)
    void filterTellsKubeSchedulerWhatIsWrongInAProperAnswer(String request, String error)
            throws Exception {
        HttpResponse<String> response = post("/filter", request == null ? "" : request, JSON);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith(ERROR_START + error);
    }

    @Test
    void nestingThatIsTooDeepIsAnErrorAndNotACrash() throws Exception {
        HttpResponse<String> response = post("/filter", "[".repeat(20_000), JSON);
        assertThat(response.body()).startsWith(ERROR_START + "the body is not JSON");
    }

    @Test
    void prioritizeHasNoErrorFieldAndRefusesWithAStatus() throws Exception {
        HttpResponse<String> response = post("/prioritize", "{\"Pod\":{}}", JSON);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("the request has neither NodeNames nor Nodes");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherItsLengthIsAnnouncedOrNot() throws Exception {
        byte[] large = new byte[100 * 1024];
        HttpRequest.Builder request = request("/filter").header("Content-Type", JSON);
        for (HttpRequest.BodyPublisher body :
                new HttpRequest.BodyPublisher[] {
                    BodyPublishers.ofByteArray(large),
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                }) {
            HttpResponse<String> response =
                    CLIENT.send(request.copy().POST(body).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("larger than 64Ki");
        }
    }

    @Test
    void wrongMethodPathAndMediaTypeAreNamed() throws Exception {
        assertThat(get("/filter").statusCode()).isEqualTo(405);
        assertThat(post("/nothing", "{}", JSON).statusCode()).isEqualTo(404);
        HttpResponse<String> response = post("/filter", "{}", "text/plain");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("'text/plain', not application/json");
    }

    @Test
    void readinessFollowsTheAdvisorAndHealthDoesNot() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        ADVISOR.trouble = Optional.of("no snapshot yet");
        try {
            assertThat(get("/readyz").statusCode()).isEqualTo(503);
            assertThat(get("/readyz").body()).isEqualTo("no snapshot yet\n");
            assertThat(get("/healthz").statusCode()).isEqualTo(200);
        } finally {
            ADVISOR.trouble = Optional.empty();
        }
    }

    @Test
    void metricsCountCallsAndRejections() throws Exception {
        post("/filter", golden("filter-names-request"), JSON);
        post("/filter", "nonsense", JSON);
        assertThat(get("/metrics").body())
                .containsPattern(
                        "podferry_extender_request_seconds_count\\{verb=\"filter\",\\} [1-9]")
                .containsPattern("podferry_extender_rejected_nodes_total [1-9]")
                .containsPattern(
                        "podferry_extender_bad_requests_total\\{verb=\"filter\",\\} [1-9]");
    }

    private static HttpResponse<String> post(String path, String body, String type)
            throws Exception {
        return CLIENT.send(
                request(path)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static String golden(String name) throws IOException {
        String resource = "/golden/" + name + ".json";
        try (InputStream in =
                Objects.requireNonNull(
                        ExtenderServerTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
