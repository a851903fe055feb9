package io.podferry.cli.view;

import io.podferry.cli.demo.EventText;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays a board out in lines for a terminal of any size. Pure. */
final class BoardPainter {
    private static final int NAME = 14;
    private static final int LEAST_NEWS = 3;
    private static final double TIGHT = 0.85;

    private BoardPainter() {}

    static List<String> paint(Board.Picture board, TerminalSize size, boolean coloured) {
        List<Line> lines = new ArrayList<>();
        lines.add(title(board));
        lines.add(new Line());
        board.nodes().forEach(node -> node(lines, board, node, size.columns()));
        lines.add(new Line().add(Style.BOLD, " Moves"));
        if (board.moves().isEmpty()) {
            lines.add(new Line().add(Style.DIM, "   none under way"));
        }
        board.moves().forEach(move -> lines.add(move(move, size.columns())));
        for (RunResult result : board.results()) {
            lines.add(earlier(result));
        }
        lines.add(new Line());
        int room = Math.max(LEAST_NEWS, size.rows() - lines.size() - 2);
        lines.add(new Line().add(Style.BOLD, " Events"));
        board.news().stream().limit(room).forEach(news -> lines.add(news(news)));
        List<Line> cut = lines.size() < size.rows() ? lines : fitting(lines, size.rows());
        return cut.stream().map(line -> line.render(size.columns(), coloured)).toList();
    }

    /** On a small terminal blank lines go first, then the oldest news. */
    private static List<Line> fitting(List<Line> lines, int rows) {
        List<Line> dense = new ArrayList<>(lines);
        dense.removeIf(line -> line.width() == 0);
        return dense.size() <= rows ? dense : dense.subList(0, rows);
    }

    private static Line title(Board.Picture board) {
        Line line = new Line().add(Style.BOLD, " podferry demo");
        if (board.run().isEmpty()) {
            return line.add("  " + board.note());
        }
        DemoEvent.RunStarted run = board.run().get();
        line.add("  " + run.scenario() + "  seed " + run.seed() + "  policy ");
        line.add(Style.BOLD, run.policy());
        line.add(Style.CYAN, "   %.1f s of %.0f s", seconds(board.now()), seconds(run.duration()));
        line.add(board.kills() > 0 ? Style.BOLD_RED : Style.PLAIN, "   %d killed", board.kills());
        line.add(board.moved() > 0 ? Style.BOLD_GREEN : Style.PLAIN, "   %d moved", board.moved());
        return board.note().isEmpty() ? line : line.add(Style.YELLOW, "   " + board.note());
    }

    private static void node(
            List<Line> lines, Board.Picture board, DemoEvent.NodeSample node, int columns) {
        double share = share(node.memory(), node.usable());
        Style style =
                share >= TIGHT
                        ? Style.RED
                        : node.exhaustedIn().isPresent() ? Style.YELLOW : Style.GREEN;
        int cells = Math.clamp(columns - 82, 10, 50);
        Line line = new Line().add(Style.BOLD, " " + node.node()).to(NAME + 3);
        int held =
                (int) Math.round(Math.clamp(share(node.reserved(), node.usable()), 0, 1) * cells);
        int used = Math.min(cells, (int) Math.round(share * cells));
        held = Math.min(held, cells - used);
        line.add(style, "█".repeat(used))
                .add(Style.CYAN, "▒".repeat(held))
                .add(Style.DIM, "·".repeat(cells - used - held))
                .add(Style.DIM, "|");
        line.add(style, " %8s of %-7s %3.0f%%", node.memory(), node.usable(), share * 100);
        outlook(line, node);
        node.pressureSome10().ifPresent(psi -> line.add(Style.DIM, "  psi %.1f%%", psi));
        lines.add(line);
        node.pods().forEach(pod -> lines.add(pod(board, node, pod, cells)));
        lines.add(new Line());
    }

    private static void outlook(Line line, DemoEvent.NodeSample node) {
        if (node.exhaustedIn().isPresent()) {
            line.add(Style.BOLD_RED, "  full in %.1f s", seconds(node.exhaustedIn().get()));
        }
        node.outlook()
                .ifPresent(outlook ->
                        line.add(
                                Style.DIM,
                                "  in %.0f s: %s",
                                seconds(outlook.horizon()),
                                outlook.median()));
    }

    private static Line pod(
            Board.Picture board, DemoEvent.NodeSample node, PodReading pod, int cells) {
        Line line = new Line().add("   " + pod.pod()).to(NAME + 3);
        line.bar(cells, share(pod.memory(), node.usable()), pod.frozen() ? Style.DIM : Style.CYAN);
        line.add(Style.DIM, "|").add(Style.PLAIN, " %8s", pod.memory());
        double rate = board.growth().getOrDefault(pod.pod(), 0.0) / (1024 * 1024);
        line.add(
                Math.abs(rate) < 0.05 ? Style.DIM : Style.PLAIN,
                "  %+7.1f MiB/s",
                Math.abs(rate) < 0.05 ? 0.0 : rate);
        Optional.ofNullable(board.answers().get(pod.pod()))
                .ifPresent(number -> line.add(Style.CYAN, "  #%d", number));
        pod.limit().ifPresent(limit -> line.add(Style.DIM, "  limit %s", limit));
        return pod.frozen() ? line.add(Style.YELLOW, "  frozen") : line;
    }

    private static Line move(Move move, int columns) {
        DemoEvent.MigrationChanged last = move.last();
        Line line =
                new Line()
                        .add("   " + last.pod())
                        .to(NAME + 3)
                        .add(last.source() + " -> " + last.target() + "  ")
                        .add(tone(last.state()), "%-12s", last.state());
        long total = last.bytesTotal().orElse(0);
        if (total > 0) {
            line.bar(
                    Math.clamp(columns - 90, 6, 30),
                    (double) last.bytesDone() / total,
                    Style.GREEN);
            line.add("  " + DataSize.ofBytes(last.bytesDone()) + " of " + DataSize.ofBytes(total));
        }
        if (move.bytesPerSecond() > 0) {
            line.add(Style.PLAIN, "  %.0f MiB/s", move.bytesPerSecond() / (1024 * 1024));
        }
        last.downtime()
                .ifPresent(time -> line.add(Style.GREEN, "  stood still %d ms", time.toMillis()));
        return line.add(Style.DIM, "  %.1f s", seconds(last.at().minus(move.since())));
    }

    private static Style tone(MigrationState state) {
        return switch (state) {
            case PLANNED, PREFLIGHT_OK, TARGET_HELD -> Style.PLAIN;
            case FROZEN, DUMPED, SHIPPED, PREPARED, COMMITTED, SOURCE_DEAD -> Style.YELLOW;
            case RUNNING, DONE -> Style.BOLD_GREEN;
            case ABORTING, ABORTED -> Style.BOLD_RED;
        };
    }

    private static Line earlier(RunResult result) {
        return new Line()
                .add(
                        Style.DIM,
                        " Before: policy %s, %d killed, %.1f s of work lost, %d moved",
                        result.policy(),
                        result.kills(),
                        result.lostWorkSeconds(),
                        result.moves());
    }

    private static Line news(EventText.News news) {
        Style style =
                switch (news.tone()) {
                    case PLAIN -> Style.PLAIN;
                    case GOOD -> Style.BOLD_GREEN;
                    case WARNING -> Style.YELLOW;
                    case BAD -> Style.BOLD_RED;
                };
        return new Line().add(style, news.line());
    }

    private static double share(DataSize part, DataSize whole) {
        return (double) part.bytes() / Math.max(1, whole.bytes());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
