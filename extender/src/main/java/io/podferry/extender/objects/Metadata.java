package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The metadata of an object while it is read. */
final class Metadata {
    Optional<String> uid = Optional.empty();
    String namespace = "";
    String name = "";
    boolean leaving;
    Map<String, String> labels = Map.of();
    Map<String, String> annotations = Map.of();
    Optional<PodFacts.Owner> owner = Optional.empty();

    void read(JsonParser parser) throws IOException {
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("uid")) {
                        uid = Fields.someText(parser);
                    } else if (field.equalsIgnoreCase("namespace")) {
                        namespace = Texts.shared(Fields.text(parser));
                    } else if (field.equalsIgnoreCase("name")) {
                        name = Fields.text(parser);
                    } else if (field.equalsIgnoreCase("deletionTimestamp")) {
                        leaving = parser.currentToken() == JsonToken.VALUE_STRING;
                    } else if (field.equalsIgnoreCase("labels")) {
                        labels = strings(parser, "");
                    } else if (field.equalsIgnoreCase("annotations")) {
                        annotations = strings(parser, PodFacts.ANNOTATIONS);
                    } else if (field.equalsIgnoreCase("ownerReferences")) {
                        owners(parser);
                    }
                });
    }

    private static Map<String, String> strings(JsonParser parser, String prefix)
            throws IOException {
        Map<String, String> read = new HashMap<>();
        Fields.each(
                parser,
                key -> {
                    if (key.startsWith(prefix) && parser.currentToken() == JsonToken.VALUE_STRING) {
                        read.put(Texts.shared(key), Texts.shared(parser.getText()));
                    }
                });
        return read;
    }

    private void owners(JsonParser parser) throws IOException {
        Fields.elements(
                parser,
                () -> {
                    Reference reference = new Reference();
                    reference.read(parser);
                    if (reference.controller && !reference.uid.isBlank()) {
                        owner = Optional.of(reference.owner());
                    }
                });
    }

    private static final class Reference {
        private String uid = "";
        private String kind = "";
        private String name = "";
        private boolean controller;

        private void read(JsonParser parser) throws IOException {
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("uid")) {
                            uid = Texts.shared(Fields.text(parser));
                        } else if (field.equalsIgnoreCase("kind")) {
                            kind = Texts.shared(Fields.text(parser));
                        } else if (field.equalsIgnoreCase("name")) {
                            name = Texts.shared(Fields.text(parser));
                        } else if (field.equalsIgnoreCase("controller")) {
                            controller = parser.currentToken() == JsonToken.VALUE_TRUE;
                        }
                    });
        }

        private PodFacts.Owner owner() {
            return new PodFacts.Owner(uid, kind, name);
        }
    }
}
