package io.podferry.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.demo.Fixtures;
import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardPainterTest {
    private static final TerminalSize WIDE = new TerminalSize(140, 40);

    private final Board board = new Board();

    @Test
    void nodesPodsMovesAndNewsAreShown() {
        enterMove();
        String screen = String.join("\n", BoardPainter.paint(board.picture(), WIDE, false));
        assertThat(screen)
                .contains("policy default   2.0 s of 35 s   0 killed   0 moved")
                .contains("640Mi of 768Mi    83%  full in 4.2 s  in 120 s: 700Mi  psi 1.5%")
                .containsPattern("counter-1 +█+·+\\| +310Mi +\\+10\\.0 MiB/s  #118  frozen")
                .containsPattern(
                        "counter-1 +node-1 -> node-2  FROZEN +█+·+  150Mi of 300Mi  150 MiB/s "
                                + " 1\\.5 s")
                .contains("    1.0 s  move      counter-1 stands still");
    }

    @Test
    void theEndOfAMoveAndEarlierRunsAreShown() {
        board.enter(new DemoEvent.Summary(Fixtures.seconds(35), 7, Fixtures.none()));
        enterMove();
        board.enter(Fixtures.migration(2.5, MigrationState.RUNNING, 300, ""));
        String screen = String.join("\n", BoardPainter.paint(board.picture(), WIDE, false));
        assertThat(screen)
                .contains("0 killed   1 moved")
                .contains("RUNNING")
                .contains("stood still 740 ms")
                .contains("Before: policy none, 1 killed, 17.8 s of work lost, 0 moved");
        board.enter(Fixtures.migration(4, MigrationState.DONE, 300, ""));
        assertThat(BoardPainter.paint(board.picture(), WIDE, false)).contains("   none under way");
        assertThat(board.picture().moved()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"140,40", "80,24", "60,16", "40,10", "20,5", "1,1"})
    void everythingFitsOnTheTerminal(int columns, int rows) {
        enterMove();
        List<String> lines =
                BoardPainter.paint(board.picture(), new TerminalSize(columns, rows), false);
        assertThat(lines).hasSizeLessThanOrEqualTo(rows);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }

    private void enterMove() {
        board.enter(Fixtures.started("default"));
        board.enter(Fixtures.migration(0.5, MigrationState.PLANNED, 0, ""));
        board.enter(
                Fixtures.sample(0, Fixtures.NODE_1, 620, Fixtures.pod("counter-1", 290, false)));
        board.enter(Fixtures.migration(1, MigrationState.FROZEN, 0, ""));
        board.enter(Fixtures.sample(2, Fixtures.NODE_1, 640, Fixtures.pod("counter-1", 310, true)));
        board.enter(Fixtures.sample(2, Fixtures.NODE_2, 100));
        board.enter(Fixtures.migration(2, MigrationState.FROZEN, 150, ""));
        TreeMap<String, Long> last = new TreeMap<>();
        last.put("counter-1", 118L);
        board.enter(new DemoEvent.Answers(Fixtures.seconds(2), last));
    }
}
