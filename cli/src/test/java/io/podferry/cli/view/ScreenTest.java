package io.podferry.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    private static final TerminalSize SIZE = new TerminalSize(80, 24);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @BeforeEach
    void begin() {
        screen.open();
        screen.paint(List.of("one", "two", "three"), SIZE);
        bytes.reset();
    }

    @Test
    void onlyWhatChangedIsWritten() {
        screen.paint(List.of("one", "2", "three"), SIZE);
        assertThat(written()).isEqualTo("\033[?2026h\033[2;1H2\033[K\033[?2026l");
    }

    @Test
    void linesThatAreGoneAreCleared() {
        screen.paint(List.of("one", "two"), SIZE);
        assertThat(written()).isEqualTo("\033[?2026h\033[3;1H\033[K\033[?2026l");
    }

    @Test
    void anotherSizeIsPaintedFromScratch() {
        screen.paint(List.of("one", "two", "three"), new TerminalSize(40, 2));
        assertThat(written())
                .contains("\033[2J")
                .contains("one")
                .contains("two")
                .doesNotContain("three");
    }

    @Test
    void theTerminalIsGivenBackOnce() {
        screen.close();
        screen.close();
        screen.paint(List.of("late"), SIZE);
        assertThat(written()).isEqualTo("\033[?7h\033[?25h\033[?1049l");
    }

    @ParameterizedTest
    @CsvSource({"24 80, 80, 24", "50 120, 120, 50", "0 0, 80, 24", "'', 80, 24", "x y, 80, 24"})
    void theSizeIsReadFromStty(String answer, int columns, int rows) {
        assertThat(TerminalSize.parse(answer)).isEqualTo(new TerminalSize(columns, rows));
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
