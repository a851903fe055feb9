package io.podferry.cli.policyfile;

import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.engine.settings.Problem;
import io.podferry.policy.engine.settings.SettingsReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A policy file that was read: its settings, and every problem with its place.
 *
 * @param settings what the file says, as far as it could be understood; use it only without
 *     problems
 */
record PolicyFile(PolicySettings settings, List<LocatedProblem> problems) {
    private static final int MOST_BYTES = 1 << 20;
    private static final String DOCUMENT = "";

    /** Reads a file; what is wrong with it is in the result. */
    static PolicyFile read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return broken(file, Place.START, "this is a folder, not a file");
            }
            if (Files.size(file) > MOST_BYTES) {
                return broken(file, Place.START, "the file is larger than 1Mi: no policy is");
            }
            return parse(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            return broken(file, Place.START, "there is no such file");
        } catch (CharacterCodingException e) {
            return broken(file, Place.START, "the file is not UTF-8 text");
        } catch (IOException e) {
            return broken(file, Place.START, "the file cannot be read: " + e.getMessage());
        }
    }

    static PolicyFile parse(Path file, String text) {
        Map<String, Place> keys = new HashMap<>();
        Map<String, Place> values = new HashMap<>();
        List<LocatedProblem> problems = new ArrayList<>();
        Object document;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(0);
            options.setNestingDepthLimit(20);
            Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                return broken(file, Place.START, "the file is empty");
            }
            document = value(file, DOCUMENT, root, keys, values, problems);
        } catch (MarkedYAMLException e) {
            return broken(file, place(e.getProblemMark()), "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            return broken(file, Place.START, "not YAML: " + e.getMessage());
        }
        SettingsReader reader = new SettingsReader();
        PolicySettings settings = reader.read(document);
        for (Problem problem : reader.problems()) {
            Map<String, Place> places = problem.onKey() ? keys : values;
            Place place = places.getOrDefault(problem.path(), Place.START);
            problems.add(new LocatedProblem(file.toString(), place, problem));
        }
        return new PolicyFile(settings, List.copyOf(problems));
    }

    private static Object value(
            Path file,
            String path,
            Node node,
            Map<String, Place> keys,
            Map<String, Place> values,
            List<LocatedProblem> problems) {
        values.put(path, place(node.getStartMark()));
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key =
                            tuple.getKeyNode() instanceof ScalarNode scalar
                                    ? scalar.getValue()
                                    : "?";
                    String below = path.isEmpty() ? key : path + "." + key;
                    Place at = place(tuple.getKeyNode().getStartMark());
                    if (map.containsKey(key)) {
                        problems.add(
                                located(
                                        file,
                                        at,
                                        below,
                                        "the key '%s' stands here twice".formatted(key)));
                    }
                    keys.put(below, at);
                    map.put(key, value(file, below, tuple.getValueNode(), keys, values, problems));
                }
                yield map;
            }
            case SequenceNode sequence -> {
                List<Object> list = new ArrayList<>();
                for (Node child : sequence.getValue()) {
                    list.add(value(file, path + "." + list.size(), child, keys, values, problems));
                }
                yield list;
            }
            case ScalarNode scalar -> scalar.getValue();
            default -> "";
        };
    }

    private static Place place(Mark mark) {
        return mark == null ? Place.START : new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static LocatedProblem located(Path file, Place place, String path, String message) {
        return new LocatedProblem(
                file.toString(), place, new Problem(path, "", message, "", "", true));
    }

    private static PolicyFile broken(Path file, Place place, String message) {
        return new PolicyFile(
                PolicySettings.standard(), List.of(located(file, place, DOCUMENT, message)));
    }
}
