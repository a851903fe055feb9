package io.podferry.cli.policyfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.engine.settings.Catalog;
import io.podferry.policy.engine.settings.Setting;
import io.podferry.policy.engine.settings.SettingsReader;

/** The JSON Schema of policy files, made from the table of settings. */
final class PolicySchema {
    private static final String TIME = "^[0-9]+([.][0-9]+)?(ms|s|m|h)$";
    private static final String SIZE = "^[0-9]+([.][0-9]+)?([KMGTP]i?|k)?$";

    private PolicySchema() {}

    static String text() {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try {
            return mapper.writeValueAsString(schema(mapper)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema cannot be written", e);
        }
    }

    private static ObjectNode schema(ObjectMapper mapper) {
        ObjectNode root =
                mapper.createObjectNode()
                        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .put("title", SettingsReader.KIND)
                        .put("type", "object")
                        .put("additionalProperties", false);
        root.putArray("required").add("apiVersion").add("kind");
        ObjectNode properties = root.putObject("properties");
        properties.putObject("apiVersion").put("const", SettingsReader.API_VERSION);
        properties.putObject("kind").put("const", SettingsReader.KIND);
        ObjectNode metadata = object(properties, "metadata");
        metadata.putObject("name").put("type", "string");
        ObjectNode spec = object(properties, "spec");
        for (Setting setting : Catalog.settings().values()) {
            int dot = setting.path().indexOf('.');
            ObjectNode parent = spec;
            if (dot >= 0) {
                String group = setting.path().substring(0, dot);
                parent =
                        spec.get(group) instanceof ObjectNode known
                                ? (ObjectNode) known.get("properties")
                                : object(spec, group);
            }
            describe(parent.putObject(setting.path().substring(dot + 1)), setting);
        }
        ObjectNode item = spec.putObject("namespaces").put("type", "array").putObject("items");
        item.put("type", "object").put("additionalProperties", false);
        item.putArray("required").add("name").add("mode");
        ObjectNode namespace = item.putObject("properties");
        namespace.putObject("name").put("type", "string");
        namespace.putObject("mode").putArray("enum").add("recommend").add("enforce");
        return root;
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.putObject(name)
                .put("type", "object")
                .put("additionalProperties", false)
                .putObject("properties");
    }

    private static void describe(ObjectNode node, Setting setting) {
        node.put("description", setting.meaning() + " " + setting.allowed() + ".");
        switch (setting.kind()) {
            case SHARE, NUMBER ->
                    node.put("type", "number")
                            .put("minimum", setting.least())
                            .put("maximum", setting.most())
                            .put("default", Double.parseDouble(setting.standard()));
            case COUNT ->
                    node.put("type", "integer")
                            .put("minimum", (long) setting.least())
                            .put("maximum", (long) setting.most())
                            .put("default", Long.parseLong(setting.standard()));
            case DURATION ->
                    node.put("type", "string")
                            .put("pattern", TIME)
                            .put("default", setting.standard());
            case SIZE ->
                    node.put("type", "string")
                            .put("pattern", SIZE)
                            .put("default", setting.standard());
            case CHOICE -> {
                var words = node.put("default", setting.standard()).putArray("enum");
                setting.words().forEach(words::add);
            }
            case CHOICES -> {
                var words = node.put("type", "array").putObject("items").putArray("enum");
                setting.words().forEach(words::add);
            }
            case WORDS -> node.put("type", "array").putObject("items").put("type", "string");
        }
    }
}
