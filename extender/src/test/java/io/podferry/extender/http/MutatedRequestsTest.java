package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.extender.protocol.BadRequest;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests as Go emits them, damaged at random in a way that a seed reproduces: whatever comes in,
 * a proper answer or a sentence about what is wrong comes out.
 */
class MutatedRequestsTest {
    private static final int ROUNDS = 4_000;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "-1",
        "1e999",
        "\\u0000",
        "\\ud800",
        "\"Pod\"",
        "\"NodeNames\":[",
        "\"Nodes\":{\"items\":[",
        "\"metadata\":",
        "\"uid\":\"u\"",
        "\u00fc",
        "\u0000",
        "99999999999999999999999",
        "\"podferry.io/clone-of\":\"x\"",
    };

    private static final com.sun.management.ThreadMXBean MEMORY =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST = 512 << 10;
    private static final long MOST_PER_BYTE = 64;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Verbs verbs =
            new Verbs(new FixedAdvisor(), new ExtenderMetrics(new CollectorRegistry()));

    private interface Call {
        byte[] answer(byte[] body) throws BadRequest;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverComesInAProperAnswerComesOut(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] seeds = {
            golden("filter-names-request"), golden("filter-nodes-request"),
            golden("preempt-request"), golden("preempt-meta-request"),
        };
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = seeds[random.nextInt(seeds.length)];
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                body = damaged(body, random);
            }
            String where = "seed " + seed + ", round " + round;
            long before = MEMORY.getCurrentThreadAllocatedBytes();
            byte[] answer = verbs.filter(body);
            assertThat(MEMORY.getCurrentThreadAllocatedBytes() - before)
                    .as(where + ": bytes for a body of " + body.length)
                    .isLessThan(MOST + MOST_PER_BYTE * body.length);
            JsonNode filtered = mapper.readTree(answer);
            assertThat(filtered.size()).as(where).isEqualTo(5);
            assertThat(filtered.path("Error").asText()).as(where).doesNotContain("internal error");
            answersOrExplains(verbs::prioritize, body, where, true);
            answersOrExplains(verbs::preempt, body, where, false);
        }
    }

    private void answersOrExplains(Call call, byte[] body, String where, boolean list)
            throws IOException {
        try {
            JsonNode answer = mapper.readTree(call.answer(body));
            assertThat(answer.isArray()).as(where).isEqualTo(list);
        } catch (BadRequest e) {
            assertThat(e.explanation()).as(where).isNotBlank();
        }
    }

    private static byte[] damaged(byte[] body, SplittableRandom random) {
        if (body.length < 2) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(body.length);
        int end = at + random.nextInt(Math.min(40, body.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> joined(body, at, new byte[0], end);
            case 2 -> joined(body, at, Arrays.copyOfRange(body, at, end), at);
            case 3 -> joined(body, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 4 ->
                    joined(
                            body,
                            at,
                            PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8),
                            end);
            default ->
                    joined(
                            body,
                            at,
                            "[{\"a\":".repeat(random.nextInt(60)).getBytes(StandardCharsets.UTF_8),
                            at);
        };
    }

    /** The start of the body, something else, and the body from another place on. */
    private static byte[] joined(byte[] body, int until, byte[] between, int from) {
        byte[] joined = new byte[until + between.length + body.length - from];
        System.arraycopy(body, 0, joined, 0, until);
        System.arraycopy(between, 0, joined, until, between.length);
        System.arraycopy(body, from, joined, until + between.length, body.length - from);
        return joined;
    }

    private static byte[] golden(String name) throws IOException {
        String resource = "/golden/" + name + ".json";
        try (InputStream in =
                Objects.requireNonNull(
                        MutatedRequestsTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        }
    }
}
