package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the settings in force with two files. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Show the settings that differ between two policy files, or between one and the"
                        + " defaults; exit code 1 when some do.",
        footer = {"", "Example:", "  podferry policy diff old.yaml new.yaml"})
final class DiffCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(arity = "1..2", paramLabel = "FILE", description = "One or two policy files.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        CommandSpec here = Objects.requireNonNull(spec);
        PolicySettings before =
                files.size() == 1
                        ? PolicySettings.standard()
                        : GoodFile.settings(files.getFirst(), here);
        PolicySettings after = GoodFile.settings(files.getLast(), here);
        PrintWriter out = here.commandLine().getOut();
        int differences = 0;
        for (String path : before.values().keySet()) {
            String old = String.join(",", before.values().getOrDefault(path, List.of()));
            String now = String.join(",", after.values().getOrDefault(path, List.of()));
            if (!old.equals(now)) {
                differences++;
                out.println("%s: %s -> %s".formatted(path, shown(old), shown(now)));
            }
        }
        TreeSet<String> namespaces = new TreeSet<>(before.modes().keySet());
        namespaces.addAll(after.modes().keySet());
        for (String name : namespaces) {
            String old = String.valueOf(before.modes().get(name));
            String now = String.valueOf(after.modes().get(name));
            if (!old.equals(now)) {
                differences++;
                out.println("namespaces.%s: %s -> %s".formatted(name, old, now));
            }
        }
        if (differences == 0) {
            out.println("no setting differs");
        }
        out.flush();
        return differences == 0 ? 0 : 1;
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
