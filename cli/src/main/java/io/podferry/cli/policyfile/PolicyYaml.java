package io.podferry.cli.policyfile;

import com.fasterxml.jackson.databind.node.TextNode;
import io.podferry.policy.engine.Mode;
import io.podferry.policy.engine.settings.Catalog;
import io.podferry.policy.engine.settings.Kind;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.engine.settings.Setting;
import io.podferry.policy.engine.settings.SettingsReader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Settings as a complete policy file. */
public final class PolicyYaml {
    /** What YAML takes as it stands, in a list within brackets, too. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/=+-]*");

    private PolicyYaml() {}

    public static String text(PolicySettings settings) {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: ").append(SettingsReader.API_VERSION).append('\n');
        text.append("kind: ").append(SettingsReader.KIND).append('\n');
        text.append("metadata:\n  name: ").append(scalar(settings.name())).append('\n');
        text.append("spec:\n");
        String group = "";
        for (Setting setting : Catalog.settings().values()) {
            String path = setting.path();
            int dot = path.indexOf('.');
            String mine = dot < 0 ? "" : path.substring(0, dot);
            if (!mine.equals(group) && !mine.isEmpty()) {
                text.append("  ").append(mine).append(":\n");
            }
            group = mine;
            text.append(dot < 0 ? "  " : "    ").append(path.substring(dot + 1)).append(": ");
            text.append(value(setting, settings.values().getOrDefault(path, List.of())));
            text.append('\n');
        }
        if (!settings.modes().isEmpty()) {
            text.append("  namespaces:\n");
            settings.modes()
                    .forEach((name, mode) ->
                            text.append("    - name: ")
                                    .append(scalar(name))
                                    .append("\n      mode: ")
                                    .append(word(mode))
                                    .append('\n'));
        }
        return text.toString();
    }

    static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static String value(Setting setting, List<String> written) {
        boolean list = setting.kind() == Kind.WORDS || setting.kind() == Kind.CHOICES;
        String text = written.stream().map(PolicyYaml::scalar).collect(Collectors.joining(", "));
        return list ? "[" + text + "]" : text;
    }

    /** Quoted where YAML would take it for something else; JSON's strings are YAML's, too. */
    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() ? text : TextNode.valueOf(text).toString();
    }
}
