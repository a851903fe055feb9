package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.Catalog;
import io.podferry.policy.engine.settings.Setting;
import io.podferry.policy.units.NearestName;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a setting means. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Say what a setting, a group of settings or all of them mean, and what may be"
                        + " written.",
        footer = {"", "Example:", "  podferry policy explain thresholds.share"})
final class ExplainCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SETTING", description = "Its path below spec.")
    private @Nullable String path;

    @Override
    public Integer call() {
        CommandSpec here = Objects.requireNonNull(spec);
        Map<String, Setting> all = Catalog.settings();
        String wanted = path == null ? "" : path;
        List<Setting> found =
                all.values().stream().filter(setting -> matches(setting.path(), wanted)).toList();
        if (found.isEmpty()) {
            String hint =
                    NearestName.of(wanted, all.keySet())
                            .map(near -> "Maybe '" + near + "'?")
                            .orElse("'podferry policy explain' lists them all.");
            throw new ParameterException(
                    here.commandLine(), "there is no setting '%s'. %s".formatted(wanted, hint));
        }
        PrintWriter out = here.commandLine().getOut();
        for (Setting setting : found) {
            out.println(setting.path());
            out.println("    " + setting.meaning());
            out.println("    allowed: " + setting.allowed());
            String standard = setting.standard().isEmpty() ? "none" : setting.standard();
            out.println("    default: " + standard);
        }
        out.flush();
        return 0;
    }

    private static boolean matches(String path, String wanted) {
        return wanted.isEmpty() || path.equals(wanted) || path.startsWith(wanted + ".");
    }
}
