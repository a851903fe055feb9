package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/** Reads pods. Field names are taken in any case. Thread-safe. */
public final class PodDecoder implements ObjectDecoder<PodFacts> {
    @Override
    public PodFacts read(JsonParser parser) throws IOException {
        Pod pod = new Pod();
        Fields.each(
                parser,
                field -> {
                    if (field.equalsIgnoreCase("metadata")) {
                        pod.metadata.read(parser);
                    } else if (field.equalsIgnoreCase("spec")) {
                        pod.spec(parser);
                    } else if (field.equalsIgnoreCase("status")) {
                        pod.status(parser);
                    }
                });
        return pod.facts();
    }

    private static final class Pod {
        private final Metadata metadata = new Metadata();
        private final Containers containers = new Containers();
        private Optional<String> node = Optional.empty();
        private String priorityClass = "";
        private String phase = "";

        private void spec(JsonParser parser) throws IOException {
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("containers")) {
                            containers.containers(parser);
                        } else if (field.equalsIgnoreCase("initContainers")) {
                            containers.initContainers(parser);
                        } else if (field.equalsIgnoreCase("overhead")) {
                            containers.overhead(parser);
                        } else if (field.equalsIgnoreCase("resources")) {
                            containers.pod(parser);
                        } else if (field.equalsIgnoreCase("nodeName")) {
                            node = Fields.someText(parser).map(Texts::shared);
                        } else if (field.equalsIgnoreCase("priorityClassName")) {
                            priorityClass = Texts.shared(Fields.text(parser));
                        }
                    });
        }

        private void status(JsonParser parser) throws IOException {
            Fields.each(
                    parser,
                    field -> {
                        if (field.equalsIgnoreCase("phase")) {
                            phase = Texts.shared(Fields.text(parser));
                        }
                    });
        }

        private PodFacts facts() {
            return new PodFacts(
                    metadata.uid,
                    metadata.namespace,
                    metadata.name,
                    metadata.labels,
                    metadata.annotations,
                    metadata.owner,
                    priorityClass,
                    node,
                    phase,
                    metadata.leaving,
                    containers.request(),
                    containers.limit());
        }
    }
}
