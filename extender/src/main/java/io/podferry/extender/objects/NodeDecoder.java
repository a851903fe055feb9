package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.util.Optional;

/** Reads nodes. Thread-safe. */
public final class NodeDecoder implements ObjectDecoder<NodeFacts> {
    @Override
    public NodeFacts read(JsonParser parser) throws IOException {
        Node node = new Node();
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("metadata")) {
                        node.metadata.read(parser);
                    } else if (field.equalsIgnoreCase("spec")) {
                        node.spec(parser);
                    } else if (field.equalsIgnoreCase("status")) {
                        node.status(parser);
                    }
                });
        return new NodeFacts(
                node.metadata.name, node.cordoned, node.ready, node.allocatable, node.address);
    }

    private static final class Node {
        private final Metadata metadata = new Metadata();
        private boolean cordoned;
        private boolean ready;
        private Optional<DataSize> allocatable = Optional.empty();
        private Optional<String> address = Optional.empty();

        private void spec(JsonParser parser) throws IOException {
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("unschedulable")) {
                            cordoned = parser.currentToken() == JsonToken.VALUE_TRUE;
                        }
                    });
        }

        private void status(JsonParser parser) throws IOException {
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("allocatable")) {
                            allocatable = Containers.memory(parser);
                        } else if (field.equalsIgnoreCase("conditions")) {
                            Fields.elements(parser, () -> condition(parser));
                        } else if (field.equalsIgnoreCase("addresses")) {
                            Fields.elements(parser, () -> address(parser));
                        }
                    });
        }

        private void address(JsonParser parser) throws IOException {
            String[] found = {"", ""};
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("type")) {
                            found[0] = Fields.text(parser);
                        } else if (field.equalsIgnoreCase("address")) {
                            found[1] = Fields.text(parser);
                        }
                    });
            if (address.isEmpty() && found[0].equals("InternalIP")) {
                address = Optional.of(found[1]);
            }
        }

        private void condition(JsonParser parser) throws IOException {
            String[] found = {"", ""};
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("type")) {
                            found[0] = Fields.text(parser);
                        } else if (field.equalsIgnoreCase("status")) {
                            found[1] = Fields.text(parser);
                        }
                    });
            if (found[0].equals("Ready")) {
                ready = found[1].equals("True");
            }
        }
    }
}
