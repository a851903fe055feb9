package io.podferry.extender.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.extender.protocol.ArgsReader;
import io.podferry.extender.protocol.BadRequest;
import io.podferry.extender.protocol.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names are read straight from the body where Go wrote it, and in the usual way elsewhere. */
class PlainNamesTest {
    private static final NameTable KNOWN = new NameTable(List.of("n1", "n2", "n3"));
    private final ArgsReader reader = new ArgsReader();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "NodeNames":[]}                         |
                    "NodeNames":["n1","n2","n3"]}           | n1 n2 n3
                    "NodeNames":["n3","n1"]}                | n3 n1
                    "NodeNames":["n2","other","n3"]}        | n2 other n3
                    "NodeNames":["n1", "n2" ]}              | n1 n2
                    "NodeNames":["n1","n2"],"Later":7}      | n1 n2
                    "NodeNames":["n\\u0031","n\\"2"]}       | n1 n"2
                    "NodeNames":["n\u00fc"]}                | n\u00fc
                    "NodeNames":["n1"] }                    | n1
                    """)
    void theNamesAreThoseOfTheRequest(String names, String expected) throws BadRequest {
        List<String> wanted = expected == null ? List.of() : List.of(expected.split(" ", -1));
        for (int round = 0; round < 3; round++) {
            assertThat(reader.read(body(names), KNOWN).candidates().names()).isEqualTo(wanted);
        }
    }

    @Test
    void theOrderOfTheLastRequestIsOnlyAGuess() throws BadRequest {
        for (String order :
                List.of("\"n1\",\"n3\",\"n2\"", "\"n1\",\"n2\",\"n3\"", "\"n3\",\"n2\"")) {
            String names = "\"NodeNames\":[" + order + "]}";
            assertThat(String.join(",", reader.read(body(names), KNOWN).candidates().names()))
                    .isEqualTo(order.replace("\"", ""));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "NodeNames":["n1","n1"]}     | names node 'n1' twice
                    "NodeNames":["x","x"]}       | names node 'x' twice
                    "NodeNames":[""]}            | a node without a name
                    "NodeNames":["n1","n2"]      | the body is not JSON
                    "NodeNames":["n1","n2        | the body is not JSON
                    "NodeNames":["n1","n2"]}}    | the body is not JSON
                    "NodeNames":["n1",]}         | the body is not JSON
                    "NodeNames":["n1",7]}        | holds a number where a node's name should be
                    """)
    void whatIsWrongIsSaid(String names, String error) {
        assertThat(explanation(names)).contains(error);
    }

    private String explanation(String names) {
        try {
            return "no error but " + reader.read(body(names), KNOWN).candidates().names();
        } catch (BadRequest e) {
            return e.explanation();
        }
    }

    private static byte[] body(String names) {
        return ("{\"Pod\":{\"metadata\":{\"name\":\"x\"}},\"Nodes\":null," + names)
                .getBytes(StandardCharsets.UTF_8);
    }
}
