package io.podferry.cli.policyfile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks policy files. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Check policy files; exit code 1 when something is wrong.",
        footer = {"", "Example:", "  podferry policy lint policy.yaml --json"})
final class LintCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policy files.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "The result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<LocatedProblem> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(PolicyFile.read(file).problems()));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(summary(problems));
        } else if (problems.isEmpty()) {
            out.println(files.size() == 1 ? "1 file is good" : files.size() + " files are good");
        } else {
            problems.forEach(problem -> out.println(problem.text()));
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private ObjectNode summary(List<LocatedProblem> problems) {
        ObjectNode summary =
                new ObjectMapper()
                        .createObjectNode()
                        .put("event", "summary")
                        .put("files", files.size())
                        .put("errors", problems.size());
        ArrayNode array = summary.putArray("problems");
        for (LocatedProblem problem : problems) {
            array.addObject()
                    .put("file", problem.file())
                    .put("line", problem.place().line())
                    .put("column", problem.place().column())
                    .put("path", problem.problem().path())
                    .put("value", problem.problem().value())
                    .put("message", problem.problem().message())
                    .put("allowed", problem.problem().allowed())
                    .put("nearest", problem.problem().nearest());
        }
        return summary;
    }
}
