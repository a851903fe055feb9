package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    @Test
    void theNumberIsTheBody() {
        assertThat(HttpAnswer.number("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n42\n"))
                .isEqualTo(OptionalLong.of(42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n4",
                "HTTP/1.1 404 Not Found\r\n\r\n42\n",
                "HTTP/1.1 200 OK\r\n\r\nhello\n",
                "42\n"
            })
    void anythingElseIsNoAnswer(String text) {
        assertThat(HttpAnswer.number(text)).isEmpty();
    }
}
