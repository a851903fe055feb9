package io.podferry.cli.policyfile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.engine.settings.PolicySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows all settings that are in force. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Show every setting in force with a policy file, or the defaults without one.",
        footer = {"", "Example:", "  podferry policy show policy.yaml"})
final class ShowCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Policy file.")
    private @Nullable Path file;

    @Option(names = "--json", description = "As one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec here = Objects.requireNonNull(spec);
        PolicySettings settings = GoodFile.settings(file, here);
        PrintWriter out = here.commandLine().getOut();
        out.print(json ? json(settings) + System.lineSeparator() : PolicyYaml.text(settings));
        out.flush();
        return 0;
    }

    private static ObjectNode json(PolicySettings settings) {
        ObjectNode root =
                new ObjectMapper()
                        .createObjectNode()
                        .put("event", "summary")
                        .put("name", settings.name());
        ObjectNode values = root.putObject("settings");
        settings.values()
                .forEach((path, written) -> {
                    if (written.size() == 1 && !path.startsWith("selector.")) {
                        values.put(path, written.getFirst());
                    } else {
                        ArrayNode list = values.putArray(path);
                        written.forEach(list::add);
                    }
                });
        ObjectNode modes = root.putObject("namespaces");
        settings.modes().forEach((name, mode) -> modes.put(name, PolicyYaml.word(mode)));
        return root;
    }
}
