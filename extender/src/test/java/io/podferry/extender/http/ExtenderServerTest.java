package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        ExtenderConfig.DEFAULT
                                .withPort(0)
                                .withLargestBody(DataSize.ofBytes(64 * 1024)),
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
        "/preempt, preempt-request, preempt-answer",
        "/preempt, preempt-meta-request, preempt-answer",
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
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["n2"]}                | "NodeNames":["n2"],"FailedNodes":{}
                    {"Pod":{"metadata":{"uid":"u"}},"NodeNames":[]}                     | "NodeNames":[],"FailedNodes":{}
                    {"Pod":{"METADATA":{"Name":"x","labels":[1],"annotations":{"a":7}},"spec":null},"NodeNames":["n2"]} | "NodeNames":["n2"],"FailedNodes":{}
                    {"Pod":{"metadata":{"name":"x"}},"Nodes":{"items":null}}            | "Nodes":{"items":[]},"NodeNames":null
                    {"Pod":{"metadata":{"name":"x"}},"Nodes":{},"NodeNames":null}       | "Nodes":{"items":[]},"NodeNames":null
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["\\u006e2","n\\"3"]}   | "NodeNames":["n2","n\\"3"],"FailedNodes":{}
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
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["a"                            | the body is not JSON
                    nonsense                                              | the body is not JSON
                    []                                                    | the body is no JSON object but a list
                    {"NodeNames":["a"]}                                   | the request has no Pod
                    {"Pod":null,"NodeNames":["a"]}                        | the request has no Pod
                    {"Pod":{"metadata":{"name":"x"}}}                                            | the request has neither NodeNames nor Nodes
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["a"],"Nodes":{"items":[]}}     | the request has both NodeNames and Nodes
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["a",null]}                     | NodeNames holds null where a node's name should be
                    {"Pod":{"metadata":{"name":"x"}},"Nodes":{"items":[{}]}}                     | Nodes.items.metadata.name holds nothing
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["a"],"Nodes":null} and more | the body is not JSON
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["a"]}{} | after the JSON object the body goes on
                    {"Pod":{},"NodeNames":["a"]}                          | the Pod has no metadata with a name or UID
                    {"Pod":[],"NodeNames":["a"]}                          | the request has no Pod
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":"a"}     | NodeNames is no list but a text
                    {"Pod":{"metadata":{"name":"x"}},"Nodes":["a"]}       | Nodes is no NodeList but a list
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["n1","n2","n1"]} | the request names node 'n1' twice
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["z","z"]} | the request names node 'z' twice
                    {"Pod":{"metadata":{"name":"x"}},"NodeNames":["n1",""]} | the request has a node without a name
                    {"Pod":{"metadata":{"namespace":"lab","name":"broken"}},"NodeNames":["a"]} | internal error of the extender
                    """)
    void filterTellsKubeSchedulerWhatIsWrongInAProperAnswer(String request, String error)
            throws Exception {
        HttpResponse<String> response = post("/filter", request == null ? "" : request, JSON);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith(ERROR_START + error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
    void textThatIsNotUtf8IsAnErrorAndNotACrash(String charset) throws Exception {
        byte[] body =
                "{\"Pod\":{\"metadata\":{\"name\":\"x\"}},\"NodeNames\":[\"n\u00fc\"]}"
                        .getBytes(Charset.forName(charset));
        HttpResponse<String> response =
                CLIENT.send(
                        request("/filter")
                                .header("Content-Type", JSON)
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith(ERROR_START + "the body is not");
    }

    @Test
    void reportsAreJson() throws Exception {
        assertThat(get("/reservations").body())
                .isEqualTo(
                        "{\"reservations\":[{\"holder\":\"u-1\",\"pod\":\"lab/clone\",\"node\":\"n1\",\"bytes\":5,\"expiresAt\":\"1970-01-01T00:00:09Z\"}]}\n");
        assertThat(get("/explain?pod=lab/solver").body())
                .isEqualTo(
                        "{\"pod\":\"lab/solver\",\"at\":\"1970-01-01T00:00:00Z\",\"kind\":\"new"
                                + " pod\",\"candidates\":3,\"rejected\":[],\"best\":[]}\n");
        assertThat(get("/explain?pod=lab/other").statusCode()).isEqualTo(404);
        assertThat(get("/explain").statusCode()).isEqualTo(400);
    }

    @Test
    void theOpenApiDocumentNamesEveryPath() throws Exception {
        JsonNode document = new ObjectMapper().readTree(get("/openapi.json").body());
        String all = get("/nothing").body();
        assertThat(document.path("paths").size()).isEqualTo(9);
        for (String path : (Iterable<String>) document.path("paths")::fieldNames) {
            assertThat(all).contains(path);
            int status =
                    document.path("paths").path(path).has("post")
                            ? post(path, "{}", "text/plain").statusCode()
                            : get(path).statusCode();
            assertThat(status).as(path).isIn(200, 400, 415);
        }
    }

    @Test
    void nestingThatIsTooDeepIsAnErrorAndNotACrash() throws Exception {
        HttpResponse<String> response = post("/filter", "{\"x\":" + "[".repeat(20_000), JSON);
        assertThat(response.body()).startsWith(ERROR_START + "the body is not JSON");
    }

    @Test
    void prioritizeHasNoErrorFieldAndRefusesWithAStatus() throws Exception {
        HttpResponse<String> response =
                post("/prioritize", "{\"Pod\":{\"metadata\":{\"uid\":\"u\"}}}", JSON);
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
            try {
                HttpResponse<String> response =
                        CLIENT.send(request.copy().POST(body).build(), BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(413);
                assertThat(response.body()).contains("larger than 64Ki");
            } catch (IOException cut) {
                // The answer was sent and the line closed while this client still wrote.
                assertThat(cut).hasStackTraceContaining("Broken pipe");
            }
        }
    }

    @Test
    void wrongMethodPathAndMediaTypeAreNamed() throws Exception {
        assertThat(get("/filter").statusCode()).isEqualTo(405);
        assertThat(get("/filter").body()).startsWith("GET is not for /filter. There are: POST");
        assertThat(post("/nothing", "{}", JSON).statusCode()).isEqualTo(404);
        assertThat(post("/nothing", "{}", JSON).body()).startsWith("there is no /nothing.");
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
