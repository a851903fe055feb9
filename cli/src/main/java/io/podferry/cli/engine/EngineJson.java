package io.podferry.cli.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * JSON form of the policy's records in the engine's journal: identities as strings, sizes in bytes,
 * times in milliseconds.
 */
final class EngineJson {
    private EngineJson() {}

    static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule();
        text(module, MigrationId.class, MigrationId::value, MigrationId::new);
        text(module, PodUid.class, PodUid::value, PodUid::new);
        text(module, NodeName.class, NodeName::value, NodeName::new);
        text(
                module,
                DataSize.class,
                size -> Long.toString(size.bytes()),
                text -> DataSize.ofBytes(Long.parseLong(text)));
        text(
                module,
                Instant.class,
                time -> Long.toString(time.toEpochMilli()),
                text -> Instant.ofEpochMilli(Long.parseLong(text)));
        text(
                module,
                Duration.class,
                time -> Long.toString(time.toMillis()),
                text -> Duration.ofMillis(Long.parseLong(text)));
        return new ObjectMapper()
                .registerModule(module)
                .registerModule(new Jdk8Module())
                .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    private static <T> void text(
            SimpleModule module,
            Class<T> type,
            Function<T, String> write,
            Function<String, T> read) {
        module.addSerializer(
                type,
                new JsonSerializer<>() {
                    @Override
                    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(write.apply(value));
                    }
                });
        module.addDeserializer(
                type,
                new JsonDeserializer<>() {
                    @Override
                    public T deserialize(JsonParser in, DeserializationContext context)
                            throws IOException {
                        return read.apply(in.getValueAsString());
                    }
                });
    }
}
