package io.podferry.extender.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Checks a KubeSchedulerConfiguration for what would make calling this extender unsafe or vain. */
public final class SchedulerConfigCheck {
    private static final String GROUP = "kubescheduler.config.k8s.io/v1";

    private SchedulerConfigCheck() {}

    /**
     * Checks a file.
     *
     * @throws IOException when it cannot be read
     */
    public static List<Finding> check(Path file) throws IOException {
        return check(Files.readString(file));
    }

    /** Checks the text of a file; empty when all is well. */
    public static List<Finding> check(String yaml) {
        Object root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return List.of(Finding.refused("the file", "it is no YAML: " + first));
        }
        if (!(root instanceof Map<?, ?> map)
                || !GROUP.equals(map.get("apiVersion"))
                || !"KubeSchedulerConfiguration".equals(map.get("kind"))) {
            return List.of(
                    Finding.refused(
                            "the file",
                            "it is no KubeSchedulerConfiguration of %s. Maybe another file?"
                                    .formatted(GROUP)));
        }
        return extenders(map.get("extenders"));
    }

    private static List<Finding> extenders(@Nullable Object value) {
        List<Finding> findings = new ArrayList<>();
        boolean called = false;
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String where = "extenders[" + i + "]";
                if (list.get(i) instanceof Map<?, ?> stanza) {
                    StanzaCheck check = new StanzaCheck(where, stanza);
                    boolean ours = list.size() == 1 || check.callsFilter();
                    called |= ours;
                    findings.addAll(check.findings(ours));
                } else {
                    findings.add(Finding.refused(where, "it is no mapping"));
                }
            }
        }
        if (!called) {
            findings.add(
                    Finding.refused(
                            "extenders",
                            "no extender with filterVerb 'filter' is called. Maybe take the stanza"
                                    + " of manifests/scheduler/kube-scheduler-config.yaml?"));
        }
        return findings;
    }
}
