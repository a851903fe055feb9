package io.podferry.policy.engine.settings;

import io.podferry.policy.engine.Mode;
import io.podferry.policy.units.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks a parsed document strictly: unknown keys, values out of range, wrong types. The document
 * comes as maps, lists and scalars-as-text, whatever it was written in. Used once.
 */
public final class SettingsReader {
    /** What {@code apiVersion} must say. */
    public static final String API_VERSION = "podferry.io/v1alpha1";

    /** What {@code kind} must say. */
    public static final String KIND = "MigrationPolicy";

    private static final List<String> ROOT_KEYS = List.of("apiVersion", "kind", "metadata", "spec");
    private static final List<String> METADATA_KEYS = List.of("name");
    private static final String NAMESPACES = "namespaces";
    private static final List<String> NAMESPACE_KEYS = List.of("name", "mode");

    private final List<Problem> problems = new ArrayList<>();
    private final SortedMap<String, List<String>> values = new TreeMap<>();
    private final SortedMap<String, Mode> modes = new TreeMap<>();
    private String name = "";

    /** Reads a document; look at {@link #problems} before using the result. */
    public PolicySettings read(Object document) {
        if (!(document instanceof Map<?, ?> root)) {
            problem("", "", "the document must be a mapping with apiVersion, kind and spec", "");
            return PolicySettings.standard();
        }
        root.forEach((key, value) -> rootKey(String.valueOf(key), value));
        constant(root, "apiVersion", API_VERSION);
        constant(root, "kind", KIND);
        return new PolicySettings(name.isEmpty() ? "unnamed" : name, values, modes);
    }

    /** What is wrong, in the order of the document. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void rootKey(String key, Object value) {
        switch (key) {
            case "spec" -> spec("spec", "", value);
            case "metadata" -> metadata(value);
            case "apiVersion", "kind" -> {}
            default -> unknown(key, key, ROOT_KEYS);
        }
    }

    private void constant(Map<?, ?> root, String key, String wanted) {
        Object value = root.get(key);
        if (value == null) {
            problem("", "", "%s is missing".formatted(key), key + ": " + wanted);
        } else if (!wanted.equals(value)) {
            problem(key, text(value), "'%s' is not known".formatted(value), wanted);
        }
    }

    private void metadata(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            problem("metadata", text(value), "a mapping is needed", "name: NAME");
            return;
        }
        map.forEach((key, word) -> {
            if (!METADATA_KEYS.contains(key)) {
                unknown("metadata." + key, String.valueOf(key), METADATA_KEYS);
            } else {
                name = text(word);
            }
        });
    }

    private void spec(String at, String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            problem(
                    at,
                    text(value),
                    "a mapping is needed",
                    String.join(", ", Catalog.keysBelow(path)));
            return;
        }
        map.forEach((key, child) -> {
            String below = path.isEmpty() ? String.valueOf(key) : path + "." + key;
            String where = at + "." + key;
            Setting setting = Catalog.settings().get(below);
            if (setting != null) {
                setting(where, setting, child);
            } else if (below.equals(NAMESPACES)) {
                namespaces(where, child);
            } else if (Catalog.keysBelow(below).isEmpty()) {
                List<String> known = new ArrayList<>(Catalog.keysBelow(path));
                if (path.isEmpty()) {
                    known.add(NAMESPACES);
                }
                unknown(where, String.valueOf(key), known);
            } else {
                spec(where, below, child);
            }
        });
    }

    private void setting(String where, Setting setting, Object value) {
        boolean list = setting.kind() == Kind.WORDS || setting.kind() == Kind.CHOICES;
        if (list != value instanceof List<?> || value instanceof Map<?, ?>) {
            problem(
                    where,
                    text(value),
                    list ? "a list is needed" : "a single value is needed",
                    setting.allowed());
            return;
        }
        List<?> written = value instanceof List<?> many ? many : List.of(value);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String one = text(written.get(i));
            String complaint = setting.complaint(one);
            if (complaint.isEmpty()) {
                texts.add(one);
            } else {
                String nearest = NearestName.of(one, setting.words()).orElse("");
                String place = list ? where + "." + i : where;
                problems.add(new Problem(place, one, complaint, setting.allowed(), nearest, false));
            }
        }
        values.put(setting.path(), List.copyOf(texts));
    }

    private void namespaces(String where, Object value) {
        if (!(value instanceof List<?> list)) {
            problem(where, text(value), "a list is needed", "- name: NAMESPACE, mode: enforce");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            namespace(where + "." + i, list.get(i));
        }
    }

    private void namespace(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            problem(where, text(value), "a mapping is needed", "name: NAMESPACE, mode: enforce");
            return;
        }
        map.keySet()
                .forEach(key -> {
                    if (!NAMESPACE_KEYS.contains(key)) {
                        unknown(where + "." + key, String.valueOf(key), NAMESPACE_KEYS);
                    }
                });
        String namespace = text(map.get("name"));
        String mode = text(map.get("mode"));
        Setting setting = Catalog.settings().get("mode");
        if (namespace.isEmpty()) {
            problem(where, "", "the namespace's name is missing", "name: NAMESPACE");
        } else if (setting != null && !setting.complaint(mode).isEmpty()) {
            problem(where + ".mode", mode, setting.complaint(mode), setting.allowed());
        } else {
            modes.put(namespace, Mode.of(mode));
        }
    }

    private void unknown(String where, String key, List<String> known) {
        String nearest = NearestName.of(key, known).orElse("");
        problems.add(
                new Problem(
                        where,
                        "",
                        "unknown key '%s'.%s"
                                .formatted(
                                        key, nearest.isEmpty() ? "" : " Maybe '" + nearest + "'?"),
                        String.join(", ", known),
                        nearest,
                        true));
    }

    private void problem(String where, String value, String message, String allowed) {
        problems.add(new Problem(where, value, message, allowed, "", false));
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
